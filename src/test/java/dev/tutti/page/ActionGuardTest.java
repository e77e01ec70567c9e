package dev.tutti.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.MetricsConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionGuardTest {

    private static final String HERE = "127.0.0.1";

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String client = HERE;
    private boolean needsPassword;
    private boolean mayAct = true;
    private final ActionGuard guard = guard(true);

    private ActionGuard guard(boolean actions) {
        return new ActionGuard(
                () -> new MetricsConfig("tutti.lan", 9888, 100, actions), () -> needsPassword, request -> mayAct);
    }

    /** A request as the page sends it, from an address of that host. */
    private void fromPageAt(String authority) {
        headers.put("Host", authority);
        headers.put("Origin", "http://" + authority);
        headers.put("Sec-Fetch-Site", "same-origin");
        headers.put("Content-Type", "application/json");
        headers.put("X-Tutti-Token", guard.token(request()));
    }

    private HttpServerRequest request() {
        return (HttpServerRequest) Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> headers.get(arguments[0].toString());
                    case "remoteAddress" -> SocketAddress.inetSocketAddress(50_000, client);
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> guard.check(request()))
                .isInstanceOf(RefusedRequest.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:9888", "localhost:9888", "[::1]:9888", "tutti.lan:9888", "TUTTI.lan", "10.0.0.1"})
    void thePageMayAct(String authority) {
        fromPageAt(authority);
        assertThatCode(() -> guard.check(request())).doesNotThrowAnyException();
    }

    @Test
    void everyServerHasATokenOfItsOwnOf256Bits() {
        headers.put("Host", HERE);
        assertThat(guard.token(request())).hasSize(64).isNotEqualTo(guard(true).token(request()));
    }

    @Test
    void aUserWhoMayOnlyLookGetsNoToken() {
        fromPageAt(HERE);
        needsPassword = true;
        mayAct = false;
        assertRefused("your user may only look");
        assertThatThrownBy(() -> guard.token(request())).hasMessageContaining("needs the role write");
    }

    @Test
    void withoutTheKeyNobodyMayAct() {
        fromPageAt(HERE);
        assertThatThrownBy(() -> guard(false).check(request()))
                .isInstanceOf(RefusedRequest.class)
                .hasMessageContaining("metrics.actions is false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00000000000000000000000000000000"})
    void anotherTokenIsRefused(String token) {
        fromPageAt(HERE);
        headers.put("X-Tutti-Token", token);
        assertRefused("the token in X-Tutti-Token");
    }

    @Test
    void aRequestWithoutATokenIsRefused() {
        fromPageAt(HERE);
        headers.remove("X-Tutti-Token");
        assertRefused("the token in X-Tutti-Token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:9889", "null", "", "127.0.0.1:9888"})
    void aRequestOfAnotherOriginIsRefused(String origin) {
        fromPageAt("127.0.0.1:9888");
        headers.put("Origin", origin);
        assertRefused("the Origin of the request is not its Host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin", "Host"})
    void aRequestWithoutAnOriginOrAHostIsRefused(String header) {
        needsPassword = true;
        fromPageAt(HERE);
        headers.remove(header);
        assertRefused("the Origin of the request is not its Host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void aBrowserThatNamesAnotherSiteIsRefusedAndGetsNoToken(String site) {
        fromPageAt(HERE);
        headers.put("Sec-Fetch-Site", site);
        assertRefused("another site");
        assertThatThrownBy(() -> guard.token(request())).hasMessageContaining("another site");
    }

    /** The name of another site, which its owner has made lead here. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example:9888", "127.0.0.1.evil.example", "localhost.evil.example:9888", "[evil]", ""})
    void withoutAPasswordTheNameOfAnotherSiteIsRefusedAndGetsNoToken(String host) {
        fromPageAt(HERE);
        headers.put("Host", host);
        headers.put("Origin", "http://" + host);
        assertRefused("actions are only taken if the page's address");
        needsPassword = true;
        assertThatCode(() -> guard.check(request())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2", "2001:db8::1"})
    void withoutAPasswordAnotherMachineIsRefused(String address) {
        fromPageAt("10.0.0.1:9888");
        client = address;
        assertRefused("only taken from the server's own machine");
        needsPassword = true;
        assertThatCode(() -> guard.check(request())).doesNotThrowAnyException();
    }

    /** A form of another site can send these, and asks for no permission first. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""})
    void aFormIsRefused(String type) {
        fromPageAt(HERE);
        headers.put("Content-Type", type);
        assertRefused("the Content-Type is not application/json");
    }
}
