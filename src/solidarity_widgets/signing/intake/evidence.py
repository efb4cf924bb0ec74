"""What is known of a form: gathered from the store's rate counters, and stored nowhere."""

from __future__ import annotations

from solidarity_widgets.signing.context import Context
from solidarity_widgets.signing.intake.domains import counted_domain
from solidarity_widgets.signing.intake.forms import CheckedForm
from solidarity_widgets.signing.intake.networks import networks_of
from solidarity_widgets.signing.intake.rates import Rate
from solidarity_widgets.signing.intake.suspicion import Evidence, SuspicionPolicy
from solidarity_widgets.signing.store.records import Hit

#: Every so many forms, so many expired counters are deleted. A form makes at most seven.
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
    hits: list[tuple[str, Hit]] = []

    def note(name: str, rate: Rate, *source: str) -> None:
        window = rate.window(form.now)
        key = context.keys.rate_key(form.petition.id, f"{name} {window}", *source)
        hits.append((name, Hit(key, window, (window + 1) * rate.seconds)))

    networks = networks_of(ip_address)
    if ip_address and not networks:  # without a word, the host would not know that all rates are off
        context.observe("unknown_network", form.petition.id)
    domain = counted_domain(form.mailbox)
    for each in networks:
        note("network", policy.shared_rate, each)
        if form.checked.honeypot_filled:
            note("honeypot", policy.automated_rate, each)
        if domain:
            note("both", policy.domain_network_rate, domain, each)
    if domain:
        note("domain", policy.domain_rate, domain)
    numbers = context.store.count_hits(form.petition.id, [hit for _, hit in hits])

    def most(name: str) -> int:
        return max(
            (number for (each, _), number in zip(hits, numbers, strict=True) if each == name), default=0
        )

    if next(context.forms) % _FORMS_PER_CLEANING == 0:  # only somebody who seizes them could use them
        context.store.delete_expired_hits(form.now, limit=_MAX_HITS_DELETED)
    return Evidence(
        honeypot=form.checked.honeypot_filled,
        form_age=context.tokens.stamp_age(form.checked.stamp, form.petition.id, form.now),
        network=most("network"),
        network_honeypots=most("honeypot"),
        domain=most("domain"),
        domain_network=most("both"),
    )
