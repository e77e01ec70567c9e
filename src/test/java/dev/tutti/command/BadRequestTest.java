package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is typed as it should not be, and the reply that says so. */
class BadRequestTest {

    private static final String BIG = "x".repeat(Typed.MAX_ITEM_SIZE + 1);

    private final Typed typed = new Typed();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            NOSUCH                  | unknown command 'NOSUCH', with args beginning with: (HELP lists all commands)
            nosuch a 'b c'          | unknown command 'nosuch', with args beginning with: 'a' 'b c' (HELP lists all commands)
            QUEUE                   | wrong number of arguments for 'queue' command, expected one of PUT, GET, GETANY, DONE, FAIL, RELEASE, JOIN, SIZE, PEEK, PURGE, STATS, LIST, PAUSE, RESUME, MOVE, RESCHEDULE, SHUTDOWN, DELETE, TOUCH, INSPECT, ITEMS, CREATE, ALTER, SETTINGS
            QUEUE POP q             | unknown subcommand 'POP' of QUEUE, expected one of PUT, GET, GETANY, DONE, FAIL, RELEASE, JOIN, SIZE, PEEK, PURGE, STATS, LIST, PAUSE, RESUME, MOVE, RESCHEDULE, SHUTDOWN, DELETE, TOUCH, INSPECT, ITEMS, CREATE, ALTER, SETTINGS
            CONFIG SET a b          | unknown subcommand 'SET' of CONFIG, expected one of GET, RELOAD
            QUEUE PUT q             | `wrong number of arguments for 'queue|put' command, expected QUEUE PUT q item [TIMEOUT ms] [PRIORITY n] [DELAY ms | AT unix-ms] [EXPIRES ms] [KEY k] [GROUP g]`
            queue size              | wrong number of arguments for 'queue|size' command, expected QUEUE SIZE q
            QUEUE SIZE q q          | wrong number of arguments for 'queue|size' command, expected QUEUE SIZE q
            QUEUE LIST q            | wrong number of arguments for 'queue|list' command, expected QUEUE LIST
            QUEUE MOVE q            | `wrong number of arguments for 'queue|move' command, expected QUEUE MOVE from to [COUNT n | ID id]`
            QUEUE TOUCH q           | wrong number of arguments for 'queue|touch' command, expected QUEUE TOUCH q id [progress] [LEASE ms] [ATTEMPT n]
            QUEUE DELETE q q        | wrong number of arguments for 'queue|delete' command, expected QUEUE DELETE q
            SUBMIT q                | `wrong number of arguments for 'submit' command, expected SUBMIT queue item [TTL ms] [PRIORITY n] [DELAY ms | AT unix-ms] [EXPIRES ms] [KEY k] [GROUP g] [TIMEOUT ms]`
            AWAIT q                 | wrong number of arguments for 'await' command, expected AWAIT queue id [TIMEOUT ms]
            CANCEL q 1 2            | wrong number of arguments for 'cancel' command, expected CANCEL queue id
            RUN q                   | wrong number of arguments for 'run' command, expected RUN queue item [TIMEOUT ms] [PRIORITY n] [KEY k] [GROUP g]
            AUTH                    | wrong number of arguments for 'auth' command, expected AUTH [username] password
            AUTH a b c              | wrong number of arguments for 'auth' command, expected AUTH [username] password
            PING a b                | wrong number of arguments for 'ping' command, expected PING [message]
            HELP queue put now      | wrong number of arguments for 'help' command, expected HELP [command [subcommand]]
            ECHO                    | wrong number of arguments for 'echo' command, expected ECHO message
            RESET 1                 | wrong number of arguments for 'reset' command, expected RESET
            EVENT                   | wrong number of arguments for 'event' command, expected one of SET, CLEAR, WAIT, IS_SET
            EVENT TOGGLE e          | unknown subcommand 'TOGGLE' of EVENT, expected one of SET, CLEAR, WAIT, IS_SET
            LOCK TRY l              | unknown subcommand 'TRY' of LOCK, expected one of ACQUIRE, ACQUIREALL, RELEASE, TOUCH, LOCKED
            LOCK ACQUIRE            | wrong number of arguments for 'lock|acquire' command, expected LOCK ACQUIRE l [TIMEOUT ms] [LEASE ms [DETACHED]]
            LOCK TOUCH l            | wrong number of arguments for 'lock|touch' command, expected LOCK TOUCH l token [LEASE ms]
            LOCK LOCKED l 7         | wrong number of arguments for 'lock|locked' command, expected LOCK LOCKED l
            SEMAPHORE UP s          | unknown subcommand 'UP' of SEMAPHORE, expected one of ACQUIRE, RELEASE, TOUCH, VALUE
            SEMAPHORE TOUCH s       | wrong number of arguments for 'semaphore|touch' command, expected SEMAPHORE TOUCH s token [LEASE ms]
            CONDITION SIGNAL c      | unknown subcommand 'SIGNAL' of CONDITION, expected one of ACQUIRE, RELEASE, LOCKED, WAIT, NOTIFY, NOTIFY_ALL
            CONDITION NOTIFY_ALL c 2 | wrong number of arguments for 'condition|notify_all' command, expected CONDITION NOTIFY_ALL c
            BARRIER OPEN b          | unknown subcommand 'OPEN' of BARRIER, expected one of WAIT, ABORT, RESET, STATE
            BARRIER WAIT b          | wrong number of arguments for 'barrier|wait' command, expected BARRIER WAIT b PARTIES n [TIMEOUT ms]
            BARRIER WAIT b 3        | wrong number of arguments for 'barrier|wait' command, expected BARRIER WAIT b PARTIES n [TIMEOUT ms]
            COMMAND NOSUCH          | unknown subcommand 'NOSUCH' of COMMAND, expected one of COUNT, DOCS, INFO, LIST
            COMMAND COUNT 1         | wrong number of arguments for 'command|count' command, expected COMMAND COUNT
            ROLE x                  | wrong number of arguments for 'role' command, expected ROLE
            SENTINEL                | wrong number of arguments for 'sentinel' command, expected one of GET-MASTER-ADDR-BY-NAME, MASTER, MASTERS, REPLICAS, SLAVES, SENTINELS, MYID, CKQUORUM
            SENTINEL MONITOR a b 1 2 | unknown subcommand 'MONITOR' of SENTINEL, expected one of GET-MASTER-ADDR-BY-NAME, MASTER, MASTERS, REPLICAS, SLAVES, SENTINELS, MYID, CKQUORUM
            SENTINEL MASTER         | wrong number of arguments for 'sentinel|master' command, expected SENTINEL MASTER name
            SUBSCRIBE               | wrong number of arguments for 'subscribe' command, expected SUBSCRIBE channel [channel ...]
            CLUSTER                 | wrong number of arguments for 'cluster' command, expected one of NODES, ADD, REMOVE, TRANSFER
            CLUSTER SLOTS           | This instance has cluster support disabled, as Redis Cluster means it: unknown subcommand 'SLOTS' of CLUSTER, expected one of NODES, ADD, REMOVE, TRANSFER
            CLUSTER TRANSFER a b    | wrong number of arguments for 'cluster|transfer' command, expected CLUSTER TRANSFER [name]
            GATHER q                | wrong number of arguments, expected pairs of queue and item behind the options, but the number of words is 1
            GATHER LIMIT 2 q a r    | wrong number of arguments, expected pairs of queue and item behind the options, but the number of words is 3
            WAIT q 1 r              | wrong number of arguments, expected pairs of queue and id behind the options, but the number of words is 3
            WAIT TIMEOUT 0 q        | wrong number of arguments, expected pairs of queue and id behind the options, but the number of words is 1
            WAIT TIMEOUT 0          | wrong number of arguments, expected pairs of queue and id behind the options, but the number of words is 0
            TASKGROUP LIMIT 2 q a r | wrong number of arguments, expected pairs of queue and item behind the options, but the number of words is 3
            """)
    void hasTheWrongNumberOfWords(String line, String error) {
        assertThat(typed.refusal(line).strip()).isEqualTo("ERR " + error);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            QUEUE PUT q item TIMEOUT        | syntax error, the request ends after TIMEOUT where a word was expected
            QUEUE PUT q item TIMEOUT -1     | TIMEOUT: '-1' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT 31536000001 | TIMEOUT: '31536000001' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT +1     | TIMEOUT: '+1' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT 01     | TIMEOUT: '01' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT 1.5    | TIMEOUT: '1.5' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT 5s     | TIMEOUT: '5s' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT ''     | TIMEOUT: '' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT 99999999999999999999 | TIMEOUT: '99999999999999999999' is not an integer from 0 to 31536000000
            QUEUE PUT q item TIMEOUT 1 timeout 2 | syntax error, TIMEOUT is given twice
            QUEUE PUT q item COUNT 1        | syntax error at 'COUNT', expected TIMEOUT, PRIORITY, DELAY, AT, EXPIRES, KEY or GROUP
            QUEUE PUT q item PRIORITY 1.5   | PRIORITY: '1.5' is not an integer from -9223372036854775808 to 9223372036854775807
            QUEUE PUT q item PRIORITY 9223372036854775808 | PRIORITY: '9223372036854775808' is not an integer from -9223372036854775808 to 9223372036854775807
            QUEUE PUT q item PRIORITY 1 PRIORITY 1 | syntax error, PRIORITY is given twice
            QUEUE PUT q item DELAY -1       | DELAY: '-1' is not an integer from 0 to 315360000000
            QUEUE GET q LEASE x             | LEASE: 'x' is not an integer from 0 to 31536000000
            QUEUE GET q LEASE 1 LEASE 1     | syntax error, LEASE is given twice
            QUEUE GET q COUNT 0             | COUNT: '0' is not an integer from 1 to 2147483647
            QUEUE GET q COUNT 2147483648    | COUNT: '2147483648' is not an integer from 1 to 2147483647
            QUEUE GET q COUNT 1 COUNT 1     | syntax error, COUNT is given twice
            QUEUE GETANY 0 a                | n: '0' is not an integer from 1 to 1000
            QUEUE GETANY 1001 a             | n: '1001' is not an integer from 1 to 1000
            QUEUE GETANY q                  | wrong number of arguments for 'queue|getany' command, expected QUEUE GETANY n q [q ...] [COUNT c] [TIMEOUT ms] [LEASE ms] [DETACHED]
            QUEUE GETANY 2 a                | expected 2 queue names, since n is 2, but got 1
            QUEUE GETANY 3 a b COUNT 5      | expected 3 queue names, since n is 3, but got 2
            QUEUE GETANY 1 TIMEOUT          | expected 1 queue name, since n is 1, but got 0
            LOCK ACQUIREALL 3 a b           | expected 3 lock names, since n is 3, but got 2
            LOCK ACQUIREALL 2 a LEASE 5     | expected 2 lock names, since n is 2, but got 1
            LOCK ACQUIREALL 3 a TIMEOUT 5   | expected 3 lock names, since n is 3, but got 1
            WAIT q 1 all_completed          | queue name 'all_completed' is the name of an option: options come first, before the queues
            QUEUE GETANY 1 a b              | syntax error at 'b', expected COUNT, TIMEOUT, LEASE or DETACHED
            QUEUE GETANY 2 a TIMEOUT 5      | expected 2 queue names, since n is 2, but got 1
            QUEUE GET q item                | syntax error at 'item', expected COUNT, TIMEOUT, LEASE or DETACHED
            QUEUE DONE q 0                  | id: '0' is not an integer from 1 to 9223372036854775807
            QUEUE DONE q x                  | id: 'x' is not an integer from 1 to 9223372036854775807
            QUEUE DONE q 9223372036854775808 | id: '9223372036854775808' is not an integer from 1 to 9223372036854775807
            QUEUE DONE q 1 a b              | syntax error at 'a', expected ATTEMPT
            QUEUE DONE q 1 a b 1            | syntax error at 'b', expected ATTEMPT
            QUEUE DONE q 1 ATTEMPT 0        | ATTEMPT: '0' is not an integer from 1 to 2147483647
            QUEUE DONE q 1 a ATTEMPT 1 attempt 1 | syntax error, ATTEMPT is given twice
            QUEUE TOUCH q 1 x y             | syntax error at 'x', expected LEASE or ATTEMPT
            QUEUE TOUCH q 1 p ATTEMPT 0     | ATTEMPT: '0' is not an integer from 1 to 2147483647
            QUEUE FAIL q 1 a b              | syntax error at 'a', expected DELAY, RETRY or ATTEMPT
            QUEUE RELEASE q 1 x             | syntax error at 'x', expected DELAY or ATTEMPT
            QUEUE RELEASE q 1 DELAY 1 2     | syntax error at '2', expected DELAY or ATTEMPT
            QUEUE RELEASE q 1 DELAY         | syntax error, the request ends after DELAY where a word was expected
            QUEUE TOUCH q -1                | id: '-1' is not an integer from 1 to 9223372036854775807
            QUEUE MOVE a b COUNT 0          | COUNT: '0' is not an integer from 1 to 2147483647
            QUEUE MOVE a b c                | syntax error at 'c', expected COUNT or ID
            QUEUE MOVE a b ID 0             | id: '0' is not an integer from 1 to 9223372036854775807
            QUEUE MOVE a b ID 1 COUNT 2     | syntax error, COUNT and ID exclude each other
            QUEUE RESCHEDULE q 1            | RESCHEDULE changes nothing: give it DELAY, AT or PRIORITY
            QUEUE RESCHEDULE q 1 DELAY 1 AT 2 | syntax error, DELAY and AT exclude each other
            QUEUE RESCHEDULE q 1 KEY k      | syntax error at 'KEY', expected DELAY, AT or PRIORITY
            QUEUE SHUTDOWN q NOW            | syntax error at 'NOW', expected IMMEDIATE
            QUEUE SHUTDOWN q IMMEDIATE NOW  | syntax error at 'NOW', expected IMMEDIATE
            QUEUE JOIN q x                  | syntax error at 'x', expected TIMEOUT
            QUEUE JOIN q TIMEOUT 1 TIMEOUT 1 | syntax error, TIMEOUT is given twice
            QUEUE PEEK q COUNT 1 COUNT 1    | syntax error, COUNT is given twice
            QUEUE PEEK q COUNT 1 x          | syntax error at 'x', expected COUNT
            QUEUE CREATE q MAXSIZE -1       | MAXSIZE: '-1' is not an integer from 0 to 2147483647
            QUEUE CREATE q ATTEMPTS x       | ATTEMPTS: 'x' is not an integer from 0 to 2147483647
            QUEUE CREATE q KIND stack       | KIND: 'stack' is not fifo, lifo, priority or fair
            QUEUE CREATE q TTL 5            | syntax error at 'TTL', expected KIND, MAXSIZE, LEASE, ATTEMPTS, DETACHED, BACKOFF, MAXBACKOFF, CONCURRENCY, RATE, EXPIRES, DEADSIZE, DEADAGE or GROUPLIMIT
            QUEUE CREATE q DETACHED maybe   | DETACHED: 'maybe' is not yes or no
            QUEUE GET q DETACHED DETACHED   | syntax error, DETACHED is given twice
            RUN q item TIMEOUT 1 TIMEOUT 2  | syntax error, TIMEOUT is given twice
            RUN q item LIMIT 1              | syntax error at 'LIMIT', expected TIMEOUT, PRIORITY, KEY or GROUP
            GATHER LIMIT 0 q a              | LIMIT: '0' is not an integer from 1 to 2147483647
            GATHER LIMIT 1 LIMIT 1 q a      | syntax error, LIMIT is given twice
            GATHER RETURN_EXCEPTIONS return_exceptions q a | syntax error, RETURN_EXCEPTIONS is given twice
            TASKGROUP LIMIT 1 LIMIT 1 q a   | syntax error, LIMIT is given twice
            TASKGROUP TIMEOUT 1 TIMEOUT 1 q a | syntax error, TIMEOUT is given twice
            SUBMIT q item LEASE 1           | syntax error at 'LEASE', expected TTL, PRIORITY, DELAY, AT, EXPIRES, KEY, GROUP or TIMEOUT
            SUBMIT q item TTL -1            | TTL: '-1' is not an integer from 0 to 31536000000
            SUBMIT q item TTL 1 TTL 1       | syntax error, TTL is given twice
            AWAIT q 0                       | id: '0' is not an integer from 1 to 9223372036854775807
            AWAIT q 1 2                     | syntax error at '2', expected TIMEOUT
            CANCEL q x                      | id: 'x' is not an integer from 1 to 9223372036854775807
            GATHER TIMEOUT                  | syntax error, the request ends after TIMEOUT where a word was expected
            EVENT WAIT e x                  | syntax error at 'x', expected TIMEOUT
            EVENT WAIT e TIMEOUT -1         | TIMEOUT: '-1' is not an integer from 0 to 31536000000
            EVENT WAIT e TIMEOUT 1 TIMEOUT 1 | syntax error, TIMEOUT is given twice
            LOCK ACQUIRE l LEASE 1 LEASE 1  | syntax error, LEASE is given twice
            LOCK ACQUIRE l LEASE            | syntax error, the request ends after LEASE where a word was expected
            LOCK ACQUIRE l LIMIT 1          | syntax error at 'LIMIT', expected TIMEOUT, LEASE or DETACHED
            LOCK ACQUIRE l DETACHED         | DETACHED needs a LEASE above 0
            LOCK ACQUIRE l LEASE 0 DETACHED | DETACHED needs a LEASE above 0
            SEMAPHORE ACQUIRE s DETACHED    | DETACHED needs a LEASE above 0
            WAIT TIMEOUT 5 TIMEOUT 5 q 1    | syntax error, TIMEOUT is given twice
            WAIT ALL_COMPLETED ALL_COMPLETED q 1 | syntax error, ALL_COMPLETED is given twice
            WAIT FIRST_COMPLETED ALL_COMPLETED q 1 | syntax error, FIRST_COMPLETED and ALL_COMPLETED exclude each other
            WAIT q x                        | id: 'x' is not an integer from 1 to 9223372036854775807
            LOCK ACQUIREALL 2 a a           | lock a is named twice
            LOCK ACQUIREALL 1001 a          | n: '1001' is not an integer from 1 to 1000
            LOCK ACQUIREALL 1 a b           | syntax error at 'b', expected TIMEOUT, LEASE or DETACHED
            LOCK ACQUIREALL 1 a DETACHED    | DETACHED needs a LEASE above 0
            LOCK RELEASE l x                | token: 'x' is not an integer from 1 to 9223372036854775807
            LOCK RELEASE l 0                | token: '0' is not an integer from 1 to 9223372036854775807
            LOCK RELEASE l 1 2              | wrong number of arguments for 'lock|release' command, expected LOCK RELEASE l [token]
            LOCK TOUCH l -1                 | token: '-1' is not an integer from 1 to 9223372036854775807
            SEMAPHORE ACQUIRE s LIMIT 0     | LIMIT: '0' is not an integer from 1 to 2147483647
            SEMAPHORE ACQUIRE s PERMITS 0   | PERMITS: '0' is not an integer from 1 to 2147483647
            SEMAPHORE ACQUIRE s PERMIT 2    | syntax error at 'PERMIT', expected LIMIT, PERMITS, TIMEOUT, LEASE or DETACHED
            LOCK TOUCH l 7 TIMEOUT 5        | syntax error at 'TIMEOUT', expected LEASE
            SEMAPHORE TOUCH s 7 8           | syntax error at '8', expected LEASE
            SEMAPHORE ACQUIRE s LEASE 1s    | LEASE: '1s' is not an integer from 0 to 31536000000
            SEMAPHORE RELEASE s 1 2         | wrong number of arguments for 'semaphore|release' command, expected SEMAPHORE RELEASE s [token]
            CONDITION ACQUIRE c LEASE 1     | syntax error at 'LEASE', expected TIMEOUT
            CONDITION WAIT c x              | syntax error at 'x', expected TIMEOUT
            CONDITION NOTIFY c -1           | n: '-1' is not an integer from 0 to 2147483647
            CONDITION NOTIFY c 1 2          | wrong number of arguments for 'condition|notify' command, expected CONDITION NOTIFY c [n]
            BARRIER WAIT b TIMEOUT 5        | syntax error, expected PARTIES n
            BARRIER WAIT b PARTIES 0        | PARTIES: '0' is not an integer from 1 to 2147483647
            BARRIER WAIT b PARTIES 2 PARTIES 2 | syntax error, PARTIES is given twice
            BARRIER WAIT b PARTIES 2 LIMIT 1 | syntax error at 'LIMIT', expected PARTIES or TIMEOUT
            CLUSTER ADD d x a:1             | raft: 'x' is not host:port with a port from 1 to 65535
            CLUSTER ADD d a:1 a:65536       | client: 'a:65536' is not host:port with a port from 1 to 65535
            SUBSCRIBE ''                    | channel: it has 0 bytes, and 1 to 200 are allowed
            SELECT 1                        | DB index is out of range, only database 0 exists
            SELECT x                        | index: 'x' is not an integer from -2147483648 to 2147483647
            HELLO x                         | Protocol version is not an integer or out of range
            HELLO 3 AUTH u                  | syntax error, the request ends after AUTH where a word was expected
            HELLO 3 NAME u                  | syntax error at 'NAME', expected AUTH or SETNAME
            HELLO 3 SETNAME 'a b'           | Client names cannot contain spaces, newlines or special characters.
            INFO server a                   | unknown section 'a', expected server, clients, memory, persistence, stats, replication, cluster, keyspace, slow, all, default, everything or locks
            HELP a b                        | unknown command 'A', HELP lists all commands
            HELP nosuch                     | unknown command 'NOSUCH', HELP lists all commands
            CLIENT SETINFO LIB x            | syntax error at 'LIB', expected LIB-NAME or LIB-VER
            CLIENT SETINFO LIB-VER é        | lib-ver cannot contain spaces, newlines or special characters.
            CLIENT LIST NAME x              | syntax error at 'NAME', expected TYPE or ID
            CLIENT LIST TYPE nosuch         | Unknown client type 'nosuch', expected normal, master, replica or pubsub
            CLIENT LIST ID 1 x              | id: 'x' is not an integer from -9223372036854775808 to 9223372036854775807
            CLIENT LIST ID                  | syntax error, the request ends after ID where a word was expected
            CLIENT INFO x                   | wrong number of arguments for 'client|info' command, expected CLIENT INFO
            COMMAND GETKEYS GET a           | unknown subcommand 'GETKEYS' of COMMAND, expected one of COUNT, DOCS, INFO, LIST
            CLIENT KILL ID 1 ID 2           | syntax error, ID is given twice
            CLIENT KILL SKIPME maybe        | SKIPME: 'maybe' is not yes or no
            CLIENT KILL SKIPME no           | syntax error, expected an address, ID, ADDR or USER
            CLIENT KILL                     | syntax error, expected an address, ID, ADDR or USER
            CLIENT UNBLOCK x                | id: 'x' is not an integer from -9223372036854775808 to 9223372036854775807
            CLIENT UNBLOCK a\u2066b        | id: 'aU+2066b' is not an integer from -9223372036854775808 to 9223372036854775807
            QUEUE GET q \u202e             | syntax error at 'U+202E', expected COUNT, TIMEOUT, LEASE or DETACHED
            \u202e                         | unknown command 'U+202E', with args beginning with: (HELP lists all commands)
            CLIENT UNBLOCK 1 NOW            | syntax error at 'NOW', expected TIMEOUT or ERROR
            """)
    void isMalformed(String line, String error) {
        assertThat(typed.refusal(line)).isEqualTo("ERR " + error);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            QUEUE SIZE ''           | queue name '' is empty
            QUEUE SIZE "a b"        | queue name 'a b' contains white space
            QUEUE SIZE "a\\x01"     | queue name 'aU+0001' contains a control character
            QUEUE SIZE "\\xff"      | queue name '\ufffd' is not UTF-8
            RUN timeout 5           | queue name 'timeout' is the name of an option
            QUEUE MOVE q return_exceptions | queue name 'return_exceptions' is the name of an option
            TASKGROUP RETURN_EXCEPTIONS q | queue name 'RETURN_EXCEPTIONS' is the name of an option: options come first, before the queues
            WAIT q 1 TIMEOUT 5      | queue name 'TIMEOUT' is the name of an option: options come first, before the queues
            WAIT q 1 all_completed 5 | queue name 'all_completed' is the name of an option: options come first, before the queues
            GATHER q a Limit 5      | queue name 'Limit' is the name of an option: options come first, before the queues
            GATHER q a return_exceptions | queue name 'return_exceptions' is the name of an option: options come first, before the queues
            """)
    void namesNoQueue(String line, String error) {
        assertThat(typed.refusal(line)).isEqualTo("ERR " + error);
        assertThat(typed.refusal(line)).as("and is not remembered").isEqualTo("ERR " + error);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            EVENT SET ''              | name '' is empty
            LOCK ACQUIRE "a b"        | name 'a b' contains white space
            LOCK ACQUIRE a\u00a0b       | name 'aU+00A0b' contains white space
            SEMAPHORE VALUE "a\\x01"  | name 'aU+0001' contains a control character
            CONDITION LOCKED "\\xff"  | name '\ufffd' is not UTF-8
            LOCK ACQUIRE a\u202eb       | name 'aU+202Eb' contains an invisible character
            BARRIER STATE limit       | name 'limit' is the name of an option
            """)
    void namesNothing(String line, String error) {
        assertThat(typed.refusal(line)).isEqualTo("ERR " + error);
        assertThat(typed.refusal(line)).as("and is not remembered").isEqualTo("ERR " + error);
    }

    @Test
    void hasAProtocolThatIsNotSpoken() {
        assertThat(typed.refusal("HELLO 4")).isEqualTo("NOPROTO unsupported protocol version");
        assertThat(typed.refusal("HELLO 1")).isEqualTo("NOPROTO unsupported protocol version");
    }

    @Test
    void isTooBigWhateverItIs() {
        String error = "TOOBIG an item may have at most " + Typed.MAX_ITEM_SIZE
                + " bytes (server.maxItemSize), a whole command " + 16 * Typed.MAX_ITEM_SIZE
                + " (server.maxCommandSize)";
        assertThat(typed.refusal("QUEUE PUT q " + BIG)).isEqualTo(error);
        assertThat(typed.refusal("NOSUCH " + BIG)).isEqualTo(error);
        byte[] array =
                ("*2\r\n$4\r\nECHO\r\n$" + BIG.length() + "\r\n" + BIG + "\r\n").getBytes(StandardCharsets.UTF_8);
        Reply reply = ((ConnectionCommand.Answer) typed.decode(array)).reply();
        assertThat(Typed.refusal(reply)).isEqualTo(error);
        assertThat(typed.decode("QUEUE SIZE q")).isEqualTo(new QueueCommand.Size("q"));
    }

    @Test
    void isEchoedInPart() {
        String words = "a".repeat(90) + " " + "b".repeat(90) + " " + "c".repeat(90);
        assertThat(typed.refusal("NOSUCH " + words))
                .isEqualTo("ERR unknown command 'NOSUCH', with args beginning with: '" + "a".repeat(90) + "' '"
                        + "b".repeat(90) + "' (HELP lists all commands)");
    }
}
