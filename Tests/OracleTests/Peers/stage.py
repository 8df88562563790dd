"""Plays lines to sockplay in a network of its own, next to which lies another machine's: 10.77.0.1 on `near`, 10.77.0.2 on `far`.

Lines that begin with `$ ` are for sh, between the others; there $FAR is what begins a command on the other machine.
Everything ends with this program, when it is the first of its own process namespace.
"""
import ctypes, os, subprocess, sys

NEW_NETWORK = 0x40000000


def other_machine():
    """A process that has a network of its own and does nothing."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).unshare(NEW_NETWORK)
        os.write(tell, b"x")
        os.close(tell)
        while True:
            os.read(os.open("/dev/zero", os.O_RDONLY), 0)
            ctypes.CDLL(None).pause()
    os.read(told, 1)
    return pid


def shell(command, far):
    done = subprocess.run(["sh", "-ec", command], env=dict(os.environ, FAR=far), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    print("$ " + command, done.stdout, sep="\n", flush=True)
    if done.returncode:
        sys.exit("the stage could not be set: " + command)


def play(sockplay, line, number):
    """Has the line played, and shows what came of it: plain text is shown as it is, and so tells where that ends."""
    sockplay.stdin.write(f"{line}\n# played {number}\n")
    sockplay.stdin.flush()
    for shown in sockplay.stdout:
        if shown.strip() == f"played {number}":
            return
        print(shown, end="", flush=True)


def main():
    far = f"nsenter --net --target {other_machine()}"
    shell("ip link set lo up; ip link add near type veth peer name far; ip link set far netns " + far.split()[-1], far)
    shell("$FAR sh -ec 'ip link set lo up; ip addr add 10.77.0.2/24 dev far; ip link set far up'", far)
    shell("ip addr add 10.77.0.1/24 dev near; ip link set near up", far)
    lines = sys.stdin.read().splitlines()
    sockplay = subprocess.Popen([sys.argv[1], "--keep-going", "--allow", "network"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True)
    for number, line in enumerate(lines):
        shell(line[2:], far) if line.startswith("$ ") else play(sockplay, line, number)


main()
