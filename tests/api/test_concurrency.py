"""Two requests with one Idempotency-Key at the same moment: one does it, both get the same answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from rafiq.customers.models import Customer
from tests.api.conftest import Program


@pytest.mark.django_db(transaction=True)
def test_one_does_it_and_both_get_the_same_answer(make_program: Callable[..., Program]):
    program = make_program()
    start = Barrier(8)

    def ask(_: int) -> tuple[int, bytes]:
        try:
            start.wait()
            from django.test import Client

            mine = Program(program.agent, program.token, client=Client())
            answer = mine.post("/customers", {"name": "Once"}, **{"Idempotency-Key": "same"})
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))

    assert len(answers) == 1
    assert {status for status, _ in answers} == {201}
    assert Customer.objects.count() == 1
