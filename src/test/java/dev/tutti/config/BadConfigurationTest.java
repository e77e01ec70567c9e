package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong, and the one line that says so: single quotes stand for double ones. */
class BadConfigurationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                              | configuration: {} is empty, expected server, producer, queues, consumers, schedules, logging, metrics, cluster or connect
            {'sever':{}}                    | sever: is not a known key, expected server, producer, queues, consumers, schedules, logging, metrics, cluster, connect
            {'server':7}                    | server: a number is not an object with the keys host, port, instances, maxConnections, maxItemSize, maxCommandSize, maxPipeline, maxOutput, maxWaiters, maxInputMemory, maxOutputMemory, runTimeout, closeGrace, drainTimeout, heldWarning, slowCommand, deadlockTimeout, idleTimeout, helloTimeout, tcpKeepAlive, password, users, protectedMode, tls
            {'server':null}                 | server: null is not an object with the keys host, port, instances, maxConnections, maxItemSize, maxCommandSize, maxPipeline, maxOutput, maxWaiters, maxInputMemory, maxOutputMemory, runTimeout, closeGrace, drainTimeout, heldWarning, slowCommand, deadlockTimeout, idleTimeout, helloTimeout, tcpKeepAlive, password, users, protectedMode, tls
            {'server':{'port':'abc'}}       | server.port: 'abc' is not an integer from 0 to 65535
            {'server':{'port':65536}}       | server.port: 65536 is not an integer from 0 to 65535
            {'server':{'port':-1}}          | server.port: -1 is not an integer from 0 to 65535
            {'server':{'port':88.5}}        | server.port: 88.5 is not an integer from 0 to 65535
            {'server':{'port':null}}        | server.port: null is not an integer from 0 to 65535
            {'server':{'port':99999999999}} | server.port: 99999999999 is not an integer from 0 to 65535
            {'server':{'port':99999999999999999999}} | server.port: 99999999999999999999 is not an integer from 0 to 65535
            {'server':{'host':''}}          | server.host: '' is not a host name or IP address
            {'server':{'host':'224.0.0.1'}} | server.host: '224.0.0.1' is a multicast address, which no client can connect to, expected an address of this machine
            {'metrics':{'host':'ff02::1'}}  | metrics.host: 'ff02::1' is a multicast address, which no client can connect to, expected an address of this machine
            {'server':{'instances':0}}      | server.instances: 0 is not an integer from 1 to 256
            {'server':{'maxItemSize':'1MB'}} | server.maxItemSize: '1MB' is not a size such as 64KiB or 1MiB, from 1B to 512MiB
            {'server':{'maxItemSize':'513MiB'}} | server.maxItemSize: '513MiB' is not a size such as 64KiB or 1MiB, from 1B to 512MiB
            {'server':{'maxItemSize':'0B'}} | server.maxItemSize: '0B' is not a size such as 64KiB or 1MiB, from 1B to 512MiB
            {'server':{'maxItemSize':1048576}} | server.maxItemSize: 1048576 is not a size such as 64KiB or 1MiB, from 1B to 512MiB
            {'server':{'maxItemSize':'1.5MiB'}} | server.maxItemSize: '1.5MiB' is not a size such as 64KiB or 1MiB, from 1B to 512MiB
            {'server':{'maxItemSize':'999999999999999GiB'}} | server.maxItemSize: '999999999999999GiB' is not a size such as 64KiB or 1MiB, from 1B to 512MiB
            {'server':{'maxItemSize':'2MiB','maxCommandSize':'1MiB'}} | server.maxCommandSize: '1MiB' is less than server.maxItemSize, '2MiB', expected at least that
            {'server':{'maxInputMemory':'1023KiB'}} | server.maxInputMemory: '1023KiB' is less than server.maxItemSize, '1MiB', expected at least that
            {'server':{'maxOutputMemory':'1023KiB'}} | server.maxOutputMemory: '1023KiB' is less than server.maxItemSize, '1MiB', expected at least that
            {'server':{'maxOutput':'64KiB'}} | server.maxOutput: '64KiB' is less than server.maxItemSize, '1MiB', expected at least that
            {'server':{'runTimeout':60}}    | server.runTimeout: 60 is not a duration such as 250ms, 60s, 5m or 1h, of 8760h at most
            {'server':{'runTimeout':'60'}}  | server.runTimeout: '60' is not a duration such as 250ms, 60s, 5m or 1h, of 8760h at most
            {'server':{'runTimeout':'60 s'}} | server.runTimeout: '60 s' is not a duration such as 250ms, 60s, 5m or 1h, of 8760h at most
            {'server':{'runTimeout':'8761h'}} | server.runTimeout: '8761h' is not a duration such as 250ms, 60s, 5m or 1h, of 8760h at most
            {'server':{'password':''}}      | server.password: the value (not shown here) is not a string of one character or more, an object such as {'file': 'password.txt'}, or null
            {'server':{'password':123}}     | server.password: the value (not shown here) is not a string of one character or more, an object such as {'file': 'password.txt'}, or null
            {'server':{'tls':{}}}           | server.tls.cert: null is not a PEM file that can be read
            {'server':{'tls':{'cert':'/no/such.pem','key':'k'}}} | server.tls.cert: '/no/such.pem' is not a PEM file that can be read
            {'server':{'tls':{'cert':'a\\u0000b','key':'k'}}} | server.tls.cert: 'a\\u0000b' is not the path of a file: Nul character not allowed
            {'producer':{'journal':'a\\u0000b'}} | producer.journal: 'a\\u0000b' is not the path of a file: Nul character not allowed
            {'producer':{'journal':7}}      | producer.journal: a number is not the path of a directory, or null
            {'producer':{'reserve':'1KiB'}} | producer.reserve: '1KiB' is not a size such as 64KiB or 1MiB, from 1MiB to 1024GiB
            {'producer':{'salvage':'yes'}}  | producer.salvage: 'yes' is not true or false
            {'producer':{'sync':'often'}}   | producer.sync: 'often' is not one of always, interval, none
            {'producer':{'sync':'none'}}    | producer.sync: 'none' contradicts producer.journal: null, expected always or no such key
            {'queues':[]}                   | queues: an array of 0 elements is not an object of queues by name
            {'queues':{'a b':{}}}           | queues: 'a b' contains white space, expected the name of a queue
            {'queues':{'Limit':{}}}         | queues: 'Limit' is the name of an option, expected the name of a queue
            {'queues':{'q':1}}              | queues.q: a number is not an object with the keys kind, maxSize, lease, attempts, detached, backoff, maxBackoff, concurrency, rate, expires, deadSize, deadAge, groupLimit
            {'queues':{'q':{'kind':'FIFO'}}} | queues.q.kind: 'FIFO' is not one of fifo, lifo, priority, fair
            {'queues':{'q':{'maxsize':1}}}  | queues.q.maxsize: is not a known key, expected kind, maxSize, lease, attempts, detached, backoff, maxBackoff, concurrency, rate, expires, deadSize, deadAge, groupLimit
            {'queues':{'q':{'detached':true}}} | queues.q.detached: true needs a lease above 0s
            {'queues':{'q':{'groupLimit':1}}} | queues.q.groupLimit: 1 needs the kind fair
            {'queues':{'q':{'kind':'fair','groupLimit':-1}}} | queues.q.groupLimit: -1 is not an integer from 0 to 2147483647
            {'schedules':[]}                | schedules: an array of 0 elements is not an object of schedules by name
            {'schedules':{'a b':{}}}        | schedules: 'a b' contains white space, expected the name of a schedule
            {'schedules':{'s':1}}           | schedules.s: a number is not an object with the keys queue, item, every, cron, zone, priority, group
            {'schedules':{'s':{'every':'5s'}}} | schedules.s.queue: null is not the name of a queue
            {'schedules':{'s':{'queue':'a b','every':'5s'}}} | schedules.s.queue: 'a b' contains white space, expected the name of a queue
            {'schedules':{'s':{'queue':'q','item':5,'every':'5s'}}} | schedules.s.item: a number is not a string
            {'schedules':{'s':{'queue':'q'}}} | schedules.s.every: null is no interval, expected every or cron
            {'schedules':{'s':{'queue':'q','every':'5s','cron':'@daily'}}} | schedules.s.every: '5s' and cron exclude each other, expected one of them
            {'schedules':{'s':{'queue':'q','every':'0s'}}} | schedules.s.every: '0s' is not a duration above 0s
            {'schedules':{'s':{'queue':'q','every':'5s','zone':'UTC'}}} | schedules.s.zone: 'UTC' goes with cron, not with every
            {'schedules':{'s':{'queue':'q','cron':'61 * * * *'}}} | schedules.s.cron: '61 * * * *' is not a cron expression such as 30 2 * * mon-fri: Value 61 not in range [0, 59]
            {'schedules':{'s':{'queue':'q','cron':'@daily','zone':'Berlin'}}} | schedules.s.zone: 'Berlin' is not a time zone such as Europe/Berlin or UTC
            {'schedules':{'s':{'queue':'q','every':'5s','priority':'high'}}} | schedules.s.priority: 'high' is not an integer
            {'schedules':{'s':{'queue':'q','every':'5s','priority':1}},'queues':{'q':{}}} | schedules.s.priority: 1 contradicts queues.q.kind, expected no such key or the kind priority
            {'schedules':{'s':{'queue':'q','every':'5s','group':''}}} | schedules.s.group: '' is not the name of a group
            {'schedules':{'s':{'queue':'q','every':'5s','group':'g'}},'queues':{'q':{}}} | schedules.s.group: 'g' contradicts queues.q.kind, expected no such key or the kind fair
            {'schedules':{'s':{'queue':'q','item':'ab','every':'5s'}},'server':{'maxItemSize':'1B'}} | schedules.s.item: it has 2 bytes, more than server.maxItemSize, '1B'
            {'schedules':{'s':{'queue':'q','every':'5s'}},'producer':{'maxSchedules':0}} | producer.maxSchedules: 0 is less than the 1 schedule of the configuration, expected at least that
            {'consumers':{}}                | consumers: an object of 0 keys is not an array of consumers
            {'consumers':['x']}             | consumers[0]: a string of 1 character is not an object with the keys queue, task, exec, tcp, http, class, config, instances, threading, timeout, concurrency
            {'consumers':[{'task':'echo'}]} | consumers[0].queue: null is not the name of a queue
            {'consumers':[{'queue':'a b','task':'echo'}]} | consumers[0].queue: 'a b' contains white space, expected the name of a queue
            {'consumers':[{'queue':'q'}]}   | consumers[0]: has none of the keys task, exec, tcp, http, class, expected exactly one
            {'consumers':[{'queue':'q','task':'echo','tcp':'h:1'}]} | consumers[0]: has task and tcp of the keys task, exec, tcp, http, class, expected exactly one
            {'consumers':[{'queue':'q','task':'sha1'}]} | consumers[0].task: 'sha1' is not one of echo, fail, sha256, sleep, upper
            {'consumers':[{'queue':'q','exec':[]}]} | consumers[0].exec: an array of 0 elements is not an array of strings: a program and its arguments
            {'consumers':[{'queue':'q','exec':'wc -w'}]} | consumers[0].exec: a string of 5 characters is not an array of strings: a program and its arguments
            {'consumers':[{'queue':'q','exec':['wc',1]}]} | consumers[0].exec: an array of 2 elements is not an array of strings: a program and its arguments
            {'consumers':[{'queue':'q','tcp':'h'}]} | consumers[0].tcp: 'h' is not host:port with a port from 1 to 65535
            {'consumers':[{'queue':'q','tcp':'h:0'}]} | consumers[0].tcp: 'h:0' is not host:port with a port from 1 to 65535
            {'consumers':[{'queue':'q','http':'ftp://h/'}]} | consumers[0].http: 'ftp://h/' is not a URL such as http://127.0.0.1:9001/hook
            {'consumers':[{'queue':'q','http':'http://h:99999/'}]} | consumers[0].http: 'http://h:99999/' is not a URL such as http://127.0.0.1:9001/hook
            {'consumers':[{'queue':'q','http':'http://a b/'}]} | consumers[0].http: 'http://a b/' is not a URL such as http://127.0.0.1:9001/hook: Illegal character in authority
            {'consumers':[{'queue':'q','class':'com.example.'}]} | consumers[0].class: 'com.example.' is not the full name of a class
            {'consumers':[{'queue':'q','class':'C','config':5}]} | consumers[0].config: a number is not an object for the class
            {'consumers':[{'queue':'q','task':'echo','config':{'a':1}}]} | consumers[0].config: an object of 1 key goes with class and not with task, expected no such key
            {'consumers':[{'queue':'q','task':'echo','instances':'2'}]} | consumers[0].instances: '2' is not an integer from 1 to 1024
            {'consumers':[{'queue':'q','task':'echo','threading':'thread'}]} | consumers[0].threading: 'thread' is not one of event_loop, worker, virtual_thread
            {'consumers':[{'queue':'q','exec':['wc'],'threading':'worker'}]} | consumers[0].threading: 'worker' contradicts exec, which never blocks, expected event_loop
            {'consumers':[{'queue':'q','task':'echo'},{'queue':'q','task':'echo','concurrency':0}]} | consumers[1].concurrency: 0 is not an integer from 1 to 10000
            {'consumers':[{'queue':'q','tcp':'127.0.0.1:8888'}]} | consumers[0].tcp: '127.0.0.1:8888' is the server itself, expected another address
            {'consumers':[{'queue':'q','http':'http://127.0.0.1:8888/x'}]} | consumers[0].http: 'http://127.0.0.1:8888/x' is the server itself, expected another address
            {'server':{'host':'0.0.0.0'},'consumers':[{'queue':'q','tcp':'localhost:8888'}]} | consumers[0].tcp: 'localhost:8888' is the server itself, expected another address
            {'server':{'host':'::1'},'consumers':[{'queue':'q','http':'http://[::1]:8888/'}]} | consumers[0].http: 'http://[::1]:8888/' is the server itself, expected another address
            {'metrics':{'port':'x'}}        | metrics.port: 'x' is not an integer from 0 to 65535
            {'metrics':{'actions':1}}       | metrics.actions: 1 is not true or false
            {'metrics':{'port':8888}}       | metrics.port: 8888 is server.port too, expected another
            {'metrics':{'host':''}}         | metrics.host: '' is not a host name or IP address
            {'metrics':{'host':'0.0.0.0','port':8888}} | metrics.port: 8888 is server.port too, expected another
            {'cluster':7}                   | cluster: a number is not an object with the keys name, node, peers, tls, electionTimeout
            {'cluster':{'name':'a b'}}      | cluster.name: 'a b' contains white space, expected a name
            {'cluster':{}}                  | cluster.peers: null is not an object of 1, 3 or 5 nodes by name
            {'cluster':{'peers':{'a':{},'b':{}}}} | cluster.peers: an object of 2 keys is not an object of 1, 3 or 5 nodes by name
            {'cluster':{'peers':{'a.b':{}}}} | cluster.peers: 'a.b' is not the name of a node: 1 to 64 letters, digits, - or _
            {'cluster':{'peers':{'a':{'raft':'h'}}}} | cluster.peers.a.raft: 'h' is not host:port with a port from 1 to 65535
            {'cluster':{'peers':{'a':{'raft':'h:1','client':'h:65536'}}}} | cluster.peers.a.client: 'h:65536' is not host:port with a port from 1 to 65535
            {'cluster':{'peers':{'a':{'raft':'h:1','client':'h:2','web':'h:3'}}}} | cluster.peers.a.web: is not a known key, expected raft, client
            {'cluster':{'peers':{'a':{'raft':'h:1','client':'h:2'},'b':{'raft':'h:3','client':'h:2'},'c':{'raft':'h:5','client':'h:6'}}}} | cluster.peers.b.client: 'h:2' is that of another node, too, expected one of its own
            {'cluster':{'peers':{'a':{'raft':'h:1','client':'h:2'}}}} | cluster.node: null is not the name of a node
            {'cluster':{'node':'b','peers':{'a':{'raft':'h:1','client':'h:2'}}}} | cluster.node: 'b' is none of cluster.peers, expected one of a
            {'cluster':{'node':'a','peers':{'a':{'raft':'h:1','client':'h:2'}}}} | cluster.peers.a.raft: 'h:1' can be reached from other machines, expected cluster.tls too, or addresses such as 127.0.0.1:7888
            {'cluster':{'node':'a','peers':{'a':{'raft':'127.0.0.1:1','client':'h:2'}},'electionTimeout':'99ms'}} | cluster.electionTimeout: '99ms' is not a duration from 100ms to 1m
            {'cluster':{'node':'a','peers':{'a':{'raft':'[::1]:1','client':'h:2'}},'tls':{}}} | cluster.tls.cert: null is not a PEM file that can be read
            {'cluster':{'node':'a','peers':{'a':{'raft':'[::1]:1','client':'h:2'}}}} | producer.journal: null contradicts cluster, expected the path of a directory
            {'producer':{'journal':'d','sync':'interval'},'cluster':{'node':'a','peers':{'a':{'raft':'[::1]:1','client':'h:2'}}}} | producer.sync: 'interval' contradicts cluster, expected always or no such key
            {'producer':{'journal':'d','salvage':true},'cluster':{'node':'a','peers':{'a':{'raft':'[::1]:1','client':'h:2'}}}} | producer.salvage: true contradicts cluster: the other nodes have what is lost, expected false or no such key
            {'producer':{'journal':'d'},'cluster':{'node':'a','peers':{'a':{'raft':'127.0.0.1:8888','client':'h:2'}}}} | cluster.peers.a.raft: '127.0.0.1:8888' has the port server.port, too, expected another
            {'connect':7,'consumers':[{}]}  | connect: a number is not an object with the keys url, password, ca, name, lease, drainTimeout, maxItemSize
            {'connect':'redis://h'}         | consumers: there are none, expected one or more, since connect is set
            {'connect':'redis://h','consumers':[]} | consumers: there are none, expected one or more, since connect is set
            {'connect':'redis://h','server':{}} | server: contradicts connect, expected no such key
            {'connect':'redis://h','producer':{}} | producer: contradicts connect, expected no such key
            {'connect':'redis://h','queues':{}} | queues: contradicts connect, expected no such key
            {'connect':'redis://h','schedules':{}} | schedules: contradicts connect, expected no such key
            {'connect':'redis://h','cluster':{}} | cluster: contradicts connect, expected no such key
            {'connect':'http://u:p@h','consumers':[{}]} | connect.url: 'http://***@h' is not a URL such as redis://host:8888, rediss://user:password@host:8888 or redis://host1:8888,host2:8888
            {'connect':'redis://h/1','consumers':[{}]} | connect.url: 'redis://h/1' is not a URL such as redis://host:8888, rediss://user:password@host:8888 or redis://host1:8888,host2:8888
            {'connect':'redis://h:1,h:','consumers':[{}]} | connect.url: 'redis://h:1,h:' is not a URL such as redis://host:8888, rediss://user:password@host:8888 or redis://host1:8888,host2:8888
            {'connect':'redis://:a%b@h','consumers':[{}]} | connect.url: 'redis://***@h' has a user or a password that is no part of a URL: write / ? # @ % as %2F %3F %23 %40 %25
            {'connect':{'url':'redis://:a@h','password':'b'},'consumers':[{}]} | connect.password: contradicts the password in connect.url
            {'connect':{'url':'redis://h','ca':'pom.xml'},'consumers':[{}]} | connect.ca: 'pom.xml' is for TLS, and connect.url does not begin with rediss://
            {'connect':{'url':'rediss://h','ca':'no.pem'},'consumers':[{}]} | connect.ca: 'no.pem' is not a PEM file that can be read
            {'connect':{'url':'redis://h','name':'a b'},'consumers':[{}]} | connect.name: 'a b' is not a name of 1 to 100 printable characters of ASCII without blanks
            {'connect':{'url':'redis://h','lease':'999ms'},'consumers':[{}]} | connect.lease: '999ms' is less than 1s
            """)
    void isRefusedWithOneLine(String json, String line) {
        assertRefused(json, line);
    }

    @Test
    void aScheduleHasANameWhoseKeyAClientCanName() {
        String name = "s".repeat(192);
        assertRefused(
                "{'schedules':{'" + name + "':{'queue':'q','every':'5s'}}}",
                "schedules: '" + name + "' is longer than 191 bytes, expected the name of a schedule");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'server':{'pasword':'s3cret'}}",
                "{'server':{'Password':123456}}",
                "{'sever':{'password':'s3cret'}}",
                "{'server':[{'password':'s3cret'}]}",
                "{'server':{'password':['s3cret']}}",
                "{'server':{'tls':['cert.pem','s3cret']}}",
                "{'server':'s3cret'}",
                "{'server':123456}",
                "{'server':{'tls':'s3cret'}}",
                "{'server':{'tls':123456}}",
                "{'server':{'port':['s3cret']}}",
                "{'server':{'tls':{'cert':'/etc/passwd','key':'-----BEGIN PRIVATE KEY-----\\ns3cret'}}}",
                "{'queues':'s3cret'}",
                "{'queues':{'q':['s3cret']}}",
                "{'consumers':'s3cret'}",
                "{'consumers':['s3cret']}",
                "{'consumers':[{'queue':'q','exec':'curl -u user:s3cret'}]}",
                "{'consumers':[{'queue':'q','exec':['curl -u user:s3cret',1]}]}",
                "{'consumers':[{'queue':'q','tcp':['s3cret']}]}",
                "{'consumers':[{'queue':'q','http':{'url':'http://h/','token':'s3cret'}}]}",
                "{'connect':'redis://user:s3cret@h:x','consumers':[{}]}",
                "{'connect':'user:s3cret@h','consumers':[{}]}",
                "{'connect':{'url':'redis://user:s3%cret@h'},'consumers':[{}]}",
                "{'connect':{'url':'redis://h','password':['s3cret']},'consumers':[{}]}",
                "{'metrics':'s3cret'}",
                "{'server':{'tls':{'keyPassword':'s3cret'}}}",
                "{'cluster':{'tls':{'key':'-----BEGIN PRIVATE KEY-----\\ns3cret'}}}",
                "{'metrics':{'port':'x','token':'s3cret'}}",
                "{'metrics':[9888,{'token':'s3cret'}]}",
                "{'consumers':{'queue':'q','http':'http://user:s3cret@h/'}}",
                "{'consumers':[{'queue':'q','http':'ftp://user:s3cret@h/'}]}",
                "{'consumers':[{'queue':'q','http':'http://user:s3cret@h:99999/'}]}",
                "{'consumers':[{'queue':'q','http':'http://user:p@?/s3cret@h/'}]}",
                "{'consumers':[{'queue':'q','http':'http://user:s3cret@h h/'}]}",
                "{'consumers':[{'queue':'q','http':'http//user:s3cret@h/'}]}",
                "{'consumers':[{'queue':'q','http':'http://h:0/?a=b&token=s3cret'}]}",
                "{'consumers':[{'queue':'q','http':'http://h:0/?s3cret'}]}",
                "{'consumers':[{'queue':'q','http':'http://user:s3cret@127.0.0.1:8888/?token=s3cret'}]}",
                "{'consumers':[{'queue':'q','htpp':'http://user:s3cret@h/'}]}",
                "{'consumers':[{'queue':'q','tcp':'user:s3cret@h:0'}]}",
                "{'consumers':[{'queue':'q','exec':['curl','--user','user:s3cret',1]}]}"
            })
    void secretsAreNotShown(String json) {
        assertThatThrownBy(() -> Configuration.from(new JsonObject(json.replace('\'', '"'))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContainingAny("s3cret", "123456");
    }

    @ParameterizedTest
    @CsvSource({"0%", "91%", "50", "50 %", "0MiB", "100000GiB", "half"})
    void memoryIsAShareOfTheHeapOrASize(String memory) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        assertRefused(
                "{'producer':{'maxMemory':'" + memory + "'}}",
                "producer.maxMemory: '" + memory + "' is not a share of the heap such as 50% or a size such as 512MiB,"
                        + " of 90% at most (the heap has " + heap + "MiB)");
    }

    @ParameterizedTest
    @CsvSource({"8MiB,8388608", "1023MiB,1072693248", "1%,"})
    void anItemFitsIntoTheMemoryOfAllItems(String memory, Long bytes) {
        long limit = bytes == null ? Runtime.getRuntime().maxMemory() / 100 : bytes;
        assertRefused(
                "{'server':{'maxItemSize':'512MiB','maxCommandSize':'1GiB','maxOutput':'1GiB'},'producer':{'maxMemory':'"
                        + memory + "'}}",
                "server.maxItemSize: '512MiB' is more than half of producer.maxMemory, " + limit
                        + " bytes, expected that or less");
    }

    private static void assertRefused(String json, String line) {
        assertThatThrownBy(() -> Configuration.from(new JsonObject(json.replace('\'', '"'))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(line.replace('\'', '"'));
    }
}
