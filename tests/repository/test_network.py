"""No test leaves the machine."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_other_machines_are_out_of_reach():
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match="192.0.2.1"),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 9))
