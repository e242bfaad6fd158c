"""Contact with the publisher or the family; consent is recorded here, and nothing about identity happens before it."""
