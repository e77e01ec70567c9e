package dev.tutti.page;

import dev.tutti.config.MetricsConfig;
import dev.tutti.platform.NetworkAddress;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Decides who may act by the page. No other class does. The password, if there is one, has been checked before. What is
 * left are the requests that the page of another site has a person's browser send. Such a page cannot read the token,
 * cannot set a header, and cannot hide where it comes from. It can only give this server a name of its own. Then the
 * browser takes both for one site, but has no password for that name.
 */
final class ActionGuard {

    private static final String TOKEN_HEADER = "X-Tutti-Token";
    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final String SAME_SITE = "same-origin";
    private static final String LOCALHOST = "localhost";
    private static final String JSON = "application/json";
    private static final int TOKEN_BYTES = 32;

    private final Supplier<MetricsConfig> config;
    private final BooleanSupplier needsPassword;
    private final Predicate<HttpServerRequest> mayAct;
    private final String token = newToken();

    /**
     * @param config the one in force
     * @param needsPassword whether requests need a password at the moment
     * @param mayAct whether a request comes from a user who may change queues
     */
    ActionGuard(Supplier<MetricsConfig> config, BooleanSupplier needsPassword, Predicate<HttpServerRequest> mayAct) {
        this.config = config;
        this.needsPassword = needsPassword;
        this.mayAct = mayAct;
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * The token that an action needs, which ends with the server.
     *
     * @throws RefusedRequest if the sender of the request may take no action
     */
    String token(HttpServerRequest request) {
        if (!config.get().actions()) {
            throw RefusedRequest.forbidden(
                    "metrics.actions is false in the configuration, so the page changes nothing");
        }
        String site = request.getHeader(FETCH_SITE);
        if (site != null && !site.equals(SAME_SITE)) {
            throw RefusedRequest.forbidden("the request comes from another site");
        }
        if (!needsPassword.getAsBoolean()) {
            checkPlace(request);
        } else if (!mayAct.test(request)) {
            throw RefusedRequest.forbidden("your user may only look, and an action needs the role write");
        }
        return token;
    }

    /** Without a password actions come from this machine alone, and by a name that no other site can have. */
    private void checkPlace(HttpServerRequest request) {
        if (!NetworkAddress.isLoopback(NetworkAddress.text(request.remoteAddress()))) {
            throw RefusedRequest.forbidden(
                    "server.password is not set, so actions are only taken from the server's own machine");
        }
        String host = host(request.getHeader(HttpHeaders.HOST));
        boolean isKnown = NetworkAddress.isAddress(host)
                || host.equalsIgnoreCase(LOCALHOST)
                || host.equalsIgnoreCase(config.get().host());
        if (!isKnown) {
            throw RefusedRequest.forbidden("server.password is not set, so actions are only taken if the page's address"
                    + " has localhost, an IP address or metrics.host");
        }
    }

    /**
     * Lets an action pass.
     *
     * @throws RefusedRequest if it is not one of the page, or its sender may not act
     */
    void check(HttpServerRequest request) {
        String right = token(request);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String host = request.getHeader(HttpHeaders.HOST);
        if (origin == null || host == null || !authority(origin).equalsIgnoreCase(host)) {
            throw RefusedRequest.forbidden("the Origin of the request is not its Host. A proxy must pass the Host on");
        }
        String given = request.getHeader(TOKEN_HEADER);
        if (given == null || !isSame(right, given)) {
            throw RefusedRequest.forbidden("the token in " + TOKEN_HEADER
                    + " is missing or is not the server's, which may have been restarted. Load the page again");
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.regionMatches(true, 0, JSON, 0, JSON.length())) {
            throw RefusedRequest.bad("the Content-Type is not " + JSON);
        }
    }

    /** Compares in a time that does not depend on how many characters are right. */
    private static boolean isSame(String right, String given) {
        return MessageDigest.isEqual(right.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** The host and port of an origin such as {@code http://127.0.0.1:9888}, or an empty text. */
    private static String authority(String origin) {
        int scheme = origin.indexOf("://");
        return scheme < 0 ? "" : origin.substring(scheme + "://".length());
    }

    /** A Host without its port. */
    private static String host(String authority) {
        if (authority == null) {
            return "";
        }
        int port = authority.lastIndexOf(':');
        return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
    }
}
