package dev.tutti.net;

import dev.tutti.command.Reply;
import dev.tutti.ops.Build;
import java.util.List;

/** The name of a client, its library, and the protocol that it speaks, as the client has told them. */
final class ClientIdentity {

    private final long id;
    private int protocol;
    private String name;
    private String libraryName;
    private String libraryVersion;

    /** @param id of the connection */
    ClientIdentity(long id) {
        this.id = id;
        reset();
    }

    /** As at the beginning of the connection. */
    void reset() {
        protocol = 2;
        name = "";
        libraryName = "";
        libraryVersion = "";
    }

    /** @param version of RESP, 2 or 3 */
    void speaks(int version) {
        protocol = version;
    }

    boolean speaksResp3() {
        return protocol == 3;
    }

    /** Empty if the client has none. */
    String name() {
        return name;
    }

    void name(String given) {
        name = given;
    }

    void library(String given) {
        libraryName = given;
    }

    void libraryVersion(String given) {
        libraryVersion = given;
    }

    /** The fields of CLIENT LIST. */
    String describe() {
        return " name=" + name + " resp=" + protocol + " lib-name=" + libraryName + " lib-ver=" + libraryVersion;
    }

    /**
     * The reply to HELLO.
     *
     * @param role of the server, as Redis names it
     */
    Reply greeting(String role) {
        return new Reply.Pairs(List.of(
                Reply.text("server"),
                Reply.text("tutti"),
                Reply.text("version"),
                Reply.text(Build.VERSION),
                Reply.text("proto"),
                Reply.integer(protocol),
                Reply.text("id"),
                Reply.integer(id),
                Reply.text("mode"),
                Reply.text("standalone"),
                Reply.text("role"),
                Reply.text(role),
                Reply.text("modules"),
                Reply.EMPTY));
    }
}
