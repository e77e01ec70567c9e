# redis_py.py port: prints what redis-py makes of Tutti's replies. Its caller knows what must be printed.
import sys
import threading
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

PORT = int(sys.argv[1])

def connect(**options):
    return redis.Redis(port=PORT, decode_responses=True, single_connection_client=True, socket_timeout=None, retry=None,
                       **options)

client = connect(client_name="redis-py")
tutti = client.execute_command
print(client.ping(), client.client_getname())

id = tutti("QUEUE", "PUT", "jobs", "hello")
print(tutti("QUEUE", "GET", "jobs") == [id, "hello", 1], tutti("QUEUE", "DONE", "jobs", id))
print(tutti("QUEUE", "GET", "jobs", "TIMEOUT", 0), tutti("RUN", "upper", "hello"))
try:
    tutti("RUN", "fail", "oops")
except redis.ResponseError as failure:
    print(failure)

# A lock goes to the waiter when the holder's connection is closed.
holder, waiter = connect(), connect()
holder.execute_command("LOCK", "ACQUIRE", "l")
waiter_id = waiter.client_id()
thread = threading.Thread(target=waiter.execute_command, args=("LOCK", "ACQUIRE", "l"))
thread.start()
while "cmd-waiting=1" not in tutti("CLIENT", "LIST", "ID", waiter_id):
    pass
holder.connection.disconnect()
thread.join()
print("handed over", tutti("LOCK", "LOCKED", "l"))

# As redis-py 8 does with its defaults, only sooner: it gives up, and sends the command again.
hasty = redis.Redis(port=PORT, single_connection_client=True, socket_timeout=0.3, retry=Retry(NoBackoff(), 2),
                    retry_on_error=[redis.TimeoutError])
try:
    hasty.execute_command("RUN", "sleep", 3000)
except redis.TimeoutError:
    stats = tutti("QUEUE", "STATS", "sleep")
    print("put", stats["put"] if isinstance(stats, dict) else stats[stats.index("put") + 1])

# With its defaults a pipeline is a transaction: nothing waits inside.
pipeline = redis.Redis(port=PORT).pipeline()
pipeline.execute_command("QUEUE", "PUT", "moved", "x")
pipeline.execute_command("QUEUE", "GET", "none")
put, got = pipeline.execute()
print("transaction", put > 0, got)
