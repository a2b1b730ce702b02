"""From sources to statements: readers, extraction, linking, assertion; and the profile of a case."""
