"""The types of public arguments, for your own type annotations.

They are for type checkers. At run time, the functions check every value themselves.

>>> from solidarity_widgets.types import LocaleLike
>>> def greeting(locale: LocaleLike = None) -> str:
...     return "Салют"
"""

from solidarity_widgets.countdowns.calendar_links import CalendarService
from solidarity_widgets.countdowns.duration import DurationLike, Unit, UnitNames
from solidarity_widgets.countdowns.ics import LabelledLink
from solidarity_widgets.countdowns.recurrence import LeapDay, ShortMonth
from solidarity_widgets.countdowns.schedule import CountdownState, TargetLike
from solidarity_widgets.countdowns.time_of_day import TimeOfDayLike
from solidarity_widgets.countdowns.widget import CountdownStyle
from solidarity_widgets.countdowns.words import DurationStyle
from solidarity_widgets.html import AttributesLike, AttributeValue
from solidarity_widgets.i18n.locales import LocaleLike, LocaleName
from solidarity_widgets.moments import TimeLike, ZoneLike
from solidarity_widgets.petitions.consent import ConsentsLike
from solidarity_widgets.petitions.deadline import DeadlineLike
from solidarity_widgets.petitions.fields import FieldNames
from solidarity_widgets.petitions.functions import CsrfTokens, FormErrors, FormValues
from solidarity_widgets.petitions.goal import GoalLike
from solidarity_widgets.petitions.model import LanguageCodes, PetitionState
from solidarity_widgets.petitions.panel import PetitionStep
from solidarity_widgets.petitions.translations import TranslatableText, TranslatableTexts
from solidarity_widgets.sharing.button_labels import ButtonState
from solidarity_widgets.sharing.fields import (
    ButtonArguments,
    ButtonOptions,
    Display,
    HashtagsLike,
    IconSet,
    OptionValue,
    ProviderOptions,
    RetiredPolicy,
    ShareArguments,
    ShareFields,
)
from solidarity_widgets.sharing.functions import ProviderNames
from solidarity_widgets.sharing.registry import ProviderName
from solidarity_widgets.text import LazyText, SupportsHtml, TextLike
from solidarity_widgets.urls import CampaignLike, UrlLike

__all__ = [
    "AttributeValue",
    "AttributesLike",
    "ButtonArguments",
    "ButtonOptions",
    "ButtonState",
    "CalendarService",
    "CampaignLike",
    "ConsentsLike",
    "CountdownState",
    "CountdownStyle",
    "CsrfTokens",
    "DeadlineLike",
    "Display",
    "DurationLike",
    "DurationStyle",
    "FieldNames",
    "FormErrors",
    "FormValues",
    "GoalLike",
    "HashtagsLike",
    "IconSet",
    "LabelledLink",
    "LanguageCodes",
    "LazyText",
    "LeapDay",
    "LocaleLike",
    "LocaleName",
    "OptionValue",
    "PetitionState",
    "PetitionStep",
    "ProviderName",
    "ProviderNames",
    "ProviderOptions",
    "RetiredPolicy",
    "ShareArguments",
    "ShareFields",
    "ShortMonth",
    "SupportsHtml",
    "TargetLike",
    "TextLike",
    "TimeLike",
    "TimeOfDayLike",
    "TranslatableText",
    "TranslatableTexts",
    "Unit",
    "UnitNames",
    "UrlLike",
    "ZoneLike",
]
