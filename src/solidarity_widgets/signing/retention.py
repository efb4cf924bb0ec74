"""Removing and erasing what is not kept any longer, for a petition the service knows."""

from __future__ import annotations

from solidarity_widgets.petitions import Petition
from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.jobs import retention as job
from solidarity_widgets.signing.jobs.progress import ProgressCallback
from solidarity_widgets.signing.jobs.retention import RetentionPolicy, RetentionResult


def apply_retention(
    context: Context,
    petition: Petition,
    policy: RetentionPolicy | None,
    *,
    dry_run: bool,
    progress: ProgressCallback | None,
) -> RetentionResult:
    """Apply a retention policy; the petition's deadline says when it closed."""
    now = context.now()
    deadline = petition.deadline
    end = int(deadline.end.timestamp()) if deadline is not None else None
    result = job.apply_retention(
        context.store,
        petition.id,
        policy=policy,
        closed_at=end if end is not None and end <= now else None,
        now=now,
        dry_run=dry_run,
        progress=progress,
    )
    for _ in range(0 if dry_run else result.emails):
        context.observe("email_given_up", petition.id)
    return result
