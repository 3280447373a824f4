"""A syslog receiver over TLS, made of Python's standard library only: prints its port, then each line that comes in."""
import socketserver
import ssl
import sys

certificate, key = sys.argv[1:3]


class Receiver(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            print(line.decode().rstrip("\n"), flush=True)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def get_request(self):
        connection, address = super().get_request()
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
with Server(("127.0.0.1", 0), Receiver) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
