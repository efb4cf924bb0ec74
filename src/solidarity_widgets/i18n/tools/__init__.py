"""Tools for translators and developers: check, extract, update and begin catalogs. No page uses them.

The build hook loads this package and :mod:`~solidarity_widgets.i18n.tools.checker` by their paths, so neither
imports anything but the standard library and ``pofile``.
"""
