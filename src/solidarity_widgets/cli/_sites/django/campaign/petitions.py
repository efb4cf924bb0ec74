import solidarity_widgets as sw

TITLE = {"en": "Save the lake", "be": "Уратуйце возера", "ru": "Спасите озеро", "ar": "أنقذوا البحيرة"}
LAKE = sw.Petition("lake", title=TITLE, goal=1_000, closes="2099-08-04", zone="Europe/Minsk")
PETITIONS = [LAKE]
