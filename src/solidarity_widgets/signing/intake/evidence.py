"""What is known of a form: gathered from the store's rate counters, and stored nowhere."""

from __future__ import annotations

from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.intake.email import email_rules
from solidarity_widgets.signing.intake.forms import CheckedForm
from solidarity_widgets.signing.intake.networks import network_of
from solidarity_widgets.signing.intake.rates import Rate
from solidarity_widgets.signing.intake.suspicion import Evidence, SuspicionPolicy

#: How many expired counters are deleted at a time.
_MAX_HITS_DELETED = 100


def gather_evidence(
    context: Context, policy: SuspicionPolicy, form: CheckedForm, ip_address: object
) -> Evidence:
    """Count a form against the rates of its network and domain, and return what is known of it.

    Args:
        context: The service's context.
        policy: The rates.
        form: The form.
        ip_address: The sender's IP address, or ``None``. Only keyed hashes of its network are stored.
    """

    def seen(name: str, rate: Rate, source: str) -> int:
        window = rate.window(form.now)
        key = context.keys.network_key(form.petition.id, f"{name} {window}", source)
        expires_at = (window + 1) * rate.seconds
        return context.store.count_hit(form.petition.id, key, window, expires_at) if key else 0

    network, domain = network_of(ip_address), form.mailbox.rpartition("@")[2]
    burst = seen("burst", policy.burst_rate, network)
    if burst == 1:  # now and then, delete what has expired: only somebody who seizes it could use it
        context.store.delete_expired_hits(form.now, limit=_MAX_HITS_DELETED)
    return Evidence(
        honeypot=form.checked.honeypot_filled,
        form_age=context.tokens.stamp_age(form.checked.stamp, form.petition.id, form.now),
        network_burst=burst,
        network_sustained=seen("sustained", policy.sustained_rate, network),
        domain=seen("domain", policy.domain_rate, "" if domain in email_rules() else domain),
    )
