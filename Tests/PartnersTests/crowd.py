"""crowd.py SOCKPLAY CLIENTS KIND [ARGUMENT]: many clients of a server to practise with: some talk, some send garbage, some
vanish with a RST, some only connect. Then one more must be served, and the server must have let the others go."""
import os, resource, select, socket, struct, subprocess, sys, time

program, count, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else 65536, hard))
server = subprocess.Popen([program, "peer", "--ends-with-input", kind] + sys.argv[4:],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
first = server.stdout.readline().decode()
host, port = first.split()[-1].rsplit(":", 1)
address = (host, int(port))


def descriptors():
    return len(os.listdir("/proc/%d/fd" % server.pid))


def waiting():
    """What the server's threads wait in, and its connections: whether it is stuck, or slow."""
    threads = []
    for task in os.listdir("/proc/%d/task" % server.pid):
        try:
            with open("/proc/%d/task/%s/syscall" % (server.pid, task)) as call:
                threads.append(" ".join(call.read().split()[:2]))
        except OSError:
            pass  # It has ended.
    listed = subprocess.run(["ss", "-tanp"], stdout=subprocess.PIPE).stdout.decode().splitlines()
    own = [line for line in listed if "pid=%d," % server.pid in line]
    return "\n".join(sorted(threads) + own)


def connected():
    """A connection; one that is reset before connect has returned is none."""
    client = socket.socket()
    client.settimeout(60)
    try:
        client.connect(address)
    except ConnectionResetError:
        assert kind in ("refuse", "mystery")
    return client


def vanish(client):
    with client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def say(client, data):
    try:
        client.send(data, socket.MSG_DONTWAIT)
    except OSError:
        pass  # It may have closed or reset the connection.


if kind == "time-udp":
    for number in range(count):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(60)
            client.sendto(os.urandom(number % 1400), address)
            if number % 4 == 0:
                assert client.recvfrom(100)
else:
    before = descriptors()
    clients = [connected() for _ in range(count)]
    for number, client in enumerate(clients):
        if number % 4 == 0:
            say(client, b"hello\r\n")
        elif number % 4 == 1:
            say(client, os.urandom(5000) + b"\0\xff\n" * 9)
        elif number % 4 == 2:
            vanish(client)
    for client in clients:
        client.close()
    # Whoever waits for its client for ever keeps the connection: stuck and silent.
    if kind not in ("stuck", "silent", "mystery"):
        end = time.time() + 180
        while descriptors() > before and time.time() < end:
            time.sleep(0.05)
        left = descriptors()
        assert left <= before, "%d descriptors, %d before\n%s" % (left, before, waiting())
    last = connected()
    say(last, b"ping")
    if kind in ("echo", "echo-threads", "forward", "slow"):
        assert last.recv(100)[:1] == b"p"
    elif kind in ("time", "chargen", "flood", "greeter", "half-close"):
        assert len(last.recv(100)) > 3
    last.close()
assert server.poll() is None, "the server has ended"
server.stdin.close()
server.wait(60)
