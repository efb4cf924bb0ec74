"""Django: tags and filters, the language of the site, petitions below a URL, and the admin.

Add the app to ``INSTALLED_APPS``, and describe your site in one setting::

    INSTALLED_APPS = ["django.contrib.staticfiles", "solidarity_widgets.django"]
    SOLIDARITY_WIDGETS = {"BASE_URL": "https://example.org", "PROVIDERS": "telegram vk email"}

Templates then begin with ``{% load solidarity_widgets %}``. Widgets are in the language that Django has
activated, in templates and in Python code.
"""
