"""Tables among the exports: whose words a known tool's table holds."""

from collectors.exports.export import Holds
from collectors.tables.known import KnownTable


def holds_of(known: KnownTable) -> Holds:
    """OWNERS for the company's own posts; what others said for everything else."""
    return Holds.OWNERS if known.own else Holds.OTHERS
