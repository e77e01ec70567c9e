package dev.tutti.net;

import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ServerConfig;
import dev.tutti.config.TlsConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * The certificates and the key of {@code server.tls}, as Vert.x reads them. The server starts only with a pair that
 * clients can connect to. A certificate that is out of date is only warned of, since some clients do not mind.
 */
public final class ServerCertificate {

    private static final Duration WARNED_BEFORE = Duration.ofDays(30);
    private static final byte[] SIGNED = "tutti".getBytes();
    /** Named here, so that neither Netty nor Java decides whether older versions are spoken. */
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final String file;
    private final List<X509Certificate> chain;

    private ServerCertificate(String file, List<X509Certificate> chain) {
        this.file = file;
        this.chain = chain;
    }

    /**
     * Reads both files, checks that they belong together, and tries a handshake. Blocks, for seconds on a slow machine,
     * and is therefore refused to event loops.
     *
     * @throws ConfigurationException that names the key of the configuration and the file that is wrong
     */
    public static ServerCertificate check(Vertx vertx, TlsConfig config) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("a trial handshake blocks, and this is an event loop");
        }
        refuseBadCertificates(vertx, "cert", config.cert());
        if (config.clientCa() != null) {
            refuseBadCertificates(vertx, "clientCa", config.clientCa());
        }
        PemKeyCertOptions options = options(config);
        KeyStore store = load(vertx, config, options);
        try {
            String alias = store.aliases().nextElement();
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : store.getCertificateChain(alias)) {
                chain.add((X509Certificate) certificate);
            }
            KeyManagerFactory keys = options.getKeyManagerFactory(vertx);
            if (!fits(privateKey(keys, alias), chain.get(0).getPublicKey())) {
                throw mismatch(config);
            }
            TrialHandshake.perform(keys);
            return new ServerCertificate(config.cert(), chain);
        } catch (ConfigurationException refused) {
            throw refused;
        } catch (Exception failure) {
            throw refuse("key", config.key(), "cannot be used for TLS with " + config.cert() + reason(failure));
        }
    }

    /** The TLS of a server with this configuration. */
    static ServerSSLOptions tlsOptions(ServerConfig config) {
        ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(options(config.tls()));
        options.setEnabledSecureTransportProtocols(VERSIONS);
        if (config.helloTimeoutMillis() > 0) {
            options.setSslHandshakeTimeout(config.helloTimeoutMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        if (config.tls().clientCa() != null) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(
                            new PemTrustOptions().addCertPath(config.tls().clientCa()));
        }
        return options;
    }

    static PemKeyCertOptions options(TlsConfig config) {
        return new PemKeyCertOptions().setCertPath(config.cert()).setKeyPath(config.key());
    }

    private static void refuseBadCertificates(Vertx vertx, String key, String file) {
        try {
            new PemTrustOptions().addCertPath(file).getTrustManagerFactory(vertx);
        } catch (Exception failure) {
            throw refuse(key, file, "holds no certificate in PEM format" + reason(failure));
        }
    }

    private static KeyStore load(Vertx vertx, TlsConfig config, PemKeyCertOptions options) {
        try {
            if (Files.readString(Path.of(config.key())).contains("ENCRYPTED")) {
                throw refuse("key", config.key(), "is encrypted, expected a key without a passphrase");
            }
            return options.loadKeyStore(vertx);
        } catch (ConfigurationException refused) {
            throw refused;
        } catch (Exception failure) {
            // Java's KeyStore compares the algorithms of the key and of the certificate.
            if (reason(failure).contains("does not match algorithm")) {
                throw mismatch(config);
            }
            throw refuse("key", config.key(), "holds no private key in PEM format" + reason(failure));
        }
    }

    private static PrivateKey privateKey(KeyManagerFactory keys, String alias) {
        for (KeyManager manager : keys.getKeyManagers()) {
            if (manager instanceof X509KeyManager x509 && x509.getPrivateKey(alias) != null) {
                return x509.getPrivateKey(alias);
            }
        }
        throw new IllegalStateException("the key has no key manager");
    }

    /** Signs with the one and verifies with the other. */
    private static boolean fits(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(SIGNED);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(SIGNED);
        return signature.verify(signed);
    }

    private static ConfigurationException mismatch(TlsConfig config) {
        return refuse("key", config.key(), "does not belong to the first certificate in " + config.cert());
    }

    private static ConfigurationException refuse(String key, String file, String problem) {
        return ConfigurationException.of("server.tls." + key, file, problem);
    }

    private static String reason(Exception failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? "" : " (" + message.strip() + ")";
    }

    /** A line that warns of a certificate that clients refuse now, or will refuse within 30 days. */
    public Optional<String> warning(Instant now) {
        Instant begin = Collections.max(chain.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .toList());
        Instant end = Collections.min(chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .toList());
        String subject = "server.tls.cert: \"" + file + "\" ";
        if (now.isBefore(begin)) {
            return Optional.of(subject + "is not valid before " + begin + ", until then clients refuse it");
        }
        if (!now.isBefore(end)) {
            return Optional.of(subject + "was valid until " + end + " and has EXPIRED: clients refuse it");
        }
        if (now.plus(WARNED_BEFORE).isAfter(end)) {
            long days = Duration.between(now, end).toDays();
            return Optional.of(subject + "expires in " + days + " days, at " + end + ", after that clients refuse it");
        }
        return Optional.empty();
    }
}
