"""What is known of a form: gathered from the store's rate counters, and stored nowhere."""

from __future__ import annotations

from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.intake.domains import counted_domain
from solidarity_widgets.signing.intake.forms import CheckedForm
from solidarity_widgets.signing.intake.networks import networks_of
from solidarity_widgets.signing.intake.rates import Rate
from solidarity_widgets.signing.intake.suspicion import Evidence, SuspicionPolicy

#: Every so many forms from a network, so many expired counters are deleted. A form makes at most seven.
_FORMS_PER_CLEANING, _MAX_HITS_DELETED = 20, 200


def gather_evidence(
    context: Context, policy: SuspicionPolicy, form: CheckedForm, ip_address: object
) -> Evidence:
    """Count a form against the rates of its networks and its domain, and return what is known of it.

    Args:
        context: The service's context.
        policy: The rates.
        form: The form.
        ip_address: The sender's IP address, or ``None``. Only keyed hashes of its networks are stored.
    """

    def seen(name: str, rate: Rate, *source: str) -> int:
        window = rate.window(form.now)
        key = context.keys.rate_key(form.petition.id, f"{name} {window}", *source)
        return context.store.count_hit(form.petition.id, key, window, (window + 1) * rate.seconds)

    networks = networks_of(ip_address)
    domain = counted_domain(form.mailbox)
    network = max((seen("network", policy.shared_rate, each) for each in networks), default=0)
    if network % _FORMS_PER_CLEANING == 1 or not networks:  # only somebody who seizes them could use them
        context.store.delete_expired_hits(form.now, limit=_MAX_HITS_DELETED)
    honeypots = 0
    if form.checked.honeypot_filled:
        rate = policy.automated_rate
        honeypots = max((seen("honeypot", rate, each) for each in networks), default=0)
    both = [(domain, each) for each in networks] if domain else []
    return Evidence(
        honeypot=form.checked.honeypot_filled,
        form_age=context.tokens.stamp_age(form.checked.stamp, form.petition.id, form.now),
        network=network,
        network_honeypots=honeypots,
        domain=seen("domain", policy.domain_rate, domain) if domain else 0,
        domain_network=max((seen("both", policy.domain_network_rate, *each) for each in both), default=0),
    )
