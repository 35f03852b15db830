"""What is missing or thin on a chain, and how sure that is: ``kg gaps``.

Every segment is one of: a stated need that no named firm meets; served by one or by several
named firms; by projects or facilities whose firm is not told; by firms that the sources count
without naming; only planned; or of no known firm. Unknown is never called absent: a source that
names nobody does not say that nobody is there.

The label follows one rule, whose words are those of Chinese chain work (补链、延链、强链):

==========  ==============================================================================
强 strong    named firms serve the segment, but a need for more is stated, or only one is named
补 fill      no named firm serves it, and a need is stated or a served segment depends on it
延 extend    no named firm serves it, none that is served depends on it, and it takes from one
             that is served
(none)      several named firms and no stated need; or nothing ties it to a served segment; or,
             with no stated need, firms that are counted but not named, or only projects and
             facilities: names come first
==========  ==============================================================================
"""

from __future__ import annotations

from kg.gaps.answer import gaps
from kg.gaps.model import Adjacent, Gap, GapsAnswer, Label, State, label_of
from kg.gaps.standing import Standing, needs_in, owners_of, standings

__all__ = [
    "Adjacent",
    "Gap",
    "GapsAnswer",
    "Label",
    "Standing",
    "State",
    "gaps",
    "label_of",
    "needs_in",
    "owners_of",
    "standings",
]
