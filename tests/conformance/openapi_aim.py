"""Where a generated request goes, and who sends it."""

import random

from openapi_world import CHANGED_INSTANCE
from openapi_world import INSTANCE


class Aim:
    """Points a generated request at what is there, and says who asks. One thread calls."""

    def __init__(self, seed, words, document, tokens):
        self.chance = random.Random(seed)
        self.words = words
        self.schemas = document["components"]["schemas"]
        self.tokens = tokens

    def at(self, context, case):
        chance = self.chance
        self.calm(case, chance)
        if isinstance(case.path_parameters, dict):
            case.path_parameters = {name: self.words.word(name, value, chance, 0.8)
                                    for name, value in case.path_parameters.items()}
            if case.path == "/v1/instances/{instance}" and case.method in ("PATCH", "DELETE"):
                # Its brokers stay where they are: a call that does not reach them is then a bug.
                case.path_parameters = {name: CHANGED_INSTANCE if value == INSTANCE else value
                                        for name, value in case.path_parameters.items()}
        if isinstance(case.query, dict):
            names = [parameter.name for parameter in case.operation.query]
            ids = [name for name in names if name.endswith("Id")]
            case.query = self.words.added(self.words.aimed(case.query, chance), names, chance, 0.2)
            case.query = self.words.added(case.query, ids, chance, 0.6)
        if isinstance(case.body, dict):
            case.body = self.words.added(self.words.aimed(case.body, chance), self.fields(case.operation), chance, 0.5)
        token = chance.choices([self.tokens["admin"], self.tokens["viewer"], "slc_nobody", None], [85, 5, 5, 5])[0]
        if token is not None:
            case.headers["Authorization"] = f"Bearer {token}"
        return case

    @staticmethod
    def calm(case, chance):
        """Often leaves one strange thing, or none: of two, the first that is refused hides the other."""
        strange = chance.choice([0, 0, 1, 1, 1, None, None])
        if strange is None:
            return
        for name in ("query", "body"):
            values = getattr(case, name)
            if isinstance(values, dict):
                setattr(case, name, {kept: values[kept] for kept in chance.sample(sorted(values, key=str),
                                                                                  min(strange, len(values)))})

    def fields(self, operation):
        content = operation.definition.raw.get("requestBody", {}).get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        return self.schemas.get(reference.removeprefix("#/components/schemas/"), {}).get("properties", {})
