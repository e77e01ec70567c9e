# A client of a cluster by redis-py and Sentinel, with default settings.
# Prints what it sees before and after its leader is gone, which a line on standard input tells.
import sys
import threading
import time

from redis.exceptions import RedisError
from redis.sentinel import Sentinel

sentinels = [("127.0.0.1", int(port)) for port in sys.argv[1:]]
leader = Sentinel(sentinels).master_for("tutti", decode_responses=True)


def insist(*command):
    """Sends a command again until it is answered, as a program does that must go on."""
    while True:
        try:
            return leader.execute_command(*command)
        except RedisError:
            time.sleep(0.05)


def consume():
    print("got", insist("QUEUE", "GET", "later-redis-py")[1], flush=True)


token = leader.execute_command("LOCK", "ACQUIRE", "redis-py")
leader.execute_command("QUEUE", "PUT", "redis-py", "kept")
consumer = threading.Thread(target=consume)
consumer.start()
print("ready", flush=True)
sys.stdin.readline()
print("newer token", str(insist("LOCK", "ACQUIRE", "redis-py") > token).lower(), flush=True)
print("kept", insist("QUEUE", "SIZE", "redis-py"), flush=True)
insist("QUEUE", "PUT", "later-redis-py", "later")
consumer.join()
