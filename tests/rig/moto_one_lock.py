"""Serves moto on 127.0.0.1, one request at a time.

    RIG_PORT=PORT moto_one_lock.py

moto's backends are not atomic: two conditional writes at once can both win. So
one lock is held from before a request's body is read until the last byte of its
answer has been produced.
"""
import threading

import leash
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

# The services that are scaled live in ministack, where moto can't see them.
ApplicationAutoscalingBackend._ecs_service_exists_for_target = lambda self, resource_id: True

inner = DomainDispatcherApplication(create_backend_app)
gate = threading.Lock()


def app(environ, start_response):
    with gate:
        return [b"".join(inner(environ, start_response))]


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


leash.tie()
port = leash.take_port()
port.listen()
make_server(
    "127.0.0.1", 0, app, threaded=True, request_handler=Quiet, fd=port.fileno()
).serve_forever()
