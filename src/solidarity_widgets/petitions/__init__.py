"""Petitions: the petition with its goal and deadline, and the widgets progress, form and panel."""

from solidarity_widgets.petitions.consent import Consent
from solidarity_widgets.petitions.deadline import Deadline
from solidarity_widgets.petitions.form import PetitionForm
from solidarity_widgets.petitions.functions import petition, petition_form, petition_progress
from solidarity_widgets.petitions.goal import Goal
from solidarity_widgets.petitions.model import Petition
from solidarity_widgets.petitions.panel import PetitionPanel
from solidarity_widgets.petitions.progress import PetitionProgress

__all__ = [
    "Consent",
    "Deadline",
    "Goal",
    "Petition",
    "PetitionForm",
    "PetitionPanel",
    "PetitionProgress",
    "petition",
    "petition_form",
    "petition_progress",
]
