"""The words of a household, by what they do in the count; from `lexicons/data/household.csv`."""

from __future__ import annotations

from functools import partial

from nlp_models.lexicons.terms import words

_set = partial(words, "household")
CHILDREN, GIRLS_BOYS = _set("children"), _set("girls_boys")
CHILD, CHILDREN_TWO = _set("child"), _set("children_two")
SIBLINGS, SIBLING, SIBLINGS_TWO = _set("siblings"), _set("sibling"), _set("siblings_two")
PARENT, HUSBAND, WIFE = _set("parent"), _set("husband"), _set("wife")
WIVES, WIVES_TWO = _set("wives"), _set("wives_two")
MARRIED, WITHOUT_SPOUSE, GONE = _set("married"), _set("without_spouse"), _set("gone")
PERSONS_TWO, HEADS_TWO, PARENTS_TWO = _set("persons_two"), _set("heads_two"), _set("parents_two")
THEIR_FATHER, THEIR_MOTHER = _set("their_father"), _set("their_mother")
PERSONS, HEAD, SELF, WE = _set("persons"), _set("head"), _set("self"), _set("we")
HAVE, HAVE_TWO, SUPPORT, LEFT = _set("have"), _set("have_two"), _set("support"), _set("left")
ALONE, FAMILY, OF, COUNT = _set("alone"), _set("family"), _set("of"), _set("count")
WITH, THEIRS, INFANT = _set("with"), _set("theirs"), _set("infant")
GUARDIAN, A_WIFE, SOULS, KEEPS = _set("guardian"), _set("a_wife"), _set("souls"), _set("keeps")
BEFORE_COUNT, AFTER_COUNT, ELDER = _set("before_count"), _set("after_count"), _set("elder")
THIRD, THEY, BESIDES = _set("third"), _set("they"), _set("besides")
NEIGHBOUR, ELDERLY = _set("neighbour"), _set("elderly")
DWELL, HOME, UNIT, NOT_OURS = _set("dwell"), _set("home"), _set("unit"), _set("not_ours")

MANY = CHILDREN | GIRLS_BOYS
ONES = {
    **dict.fromkeys(CHILD, "child"),
    **dict.fromkeys(SIBLING, "sibling"),
    **dict.fromkeys(PARENT, "parent"),
    **dict.fromkeys(HEAD, "head"),
    **dict.fromkeys(HUSBAND | WIFE | THEIR_FATHER | THEIR_MOTHER, "spouse"),
    **dict.fromkeys(SELF | THIRD, "self"),
    **dict.fromkeys(GUARDIAN, "guardian"),
}
TWOS = {
    **dict.fromkeys(CHILDREN_TWO, "child"),
    **dict.fromkeys(SIBLINGS_TWO, "sibling"),
    **dict.fromkeys(WIVES_TWO, "spouse"),
    **dict.fromkeys(HEADS_TWO, "head"),
    **dict.fromkeys(PARENTS_TWO, "parent"),
}
PLURALS = {**dict.fromkeys(MANY, "child"), **dict.fromkeys(SIBLINGS, "sibling"), **dict.fromkeys(WIVES, "spouse")}
ONTO = ("و", "ل", "ب", "ول", "وب")  # what may be written onto a person: وعيالي, لاطفالي
KNOWN = {
    f"{onto}{word}": (onto, word) for onto in reversed(("", *ONTO)) for word in (*PLURALS, *TWOS, *ONES)
}  # a person as written → what is written onto the word, and the word
OWN = ("ي", "نا", "ه", "ها", "هم", "هن", "ك")  # endings that say whose the children are
