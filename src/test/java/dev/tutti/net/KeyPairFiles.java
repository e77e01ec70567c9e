package dev.tutti.net;

import dev.tutti.BoundedProcess;
import dev.tutti.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A private key and its self-signed certificate as PEM files, made by Java's {@code keytool}. */
public record KeyPairFiles(String cert, String key) {

    private static final String PASSWORD = "password";

    /** @param options of {@code keytool -genkeypair}, such as {@code -keyalg RSA} */
    public static KeyPairFiles make(Path directory, String... options) throws Exception {
        Path store = directory.resolve("store.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(options));
        Process keytool = BoundedProcess.start(new ProcessBuilder(command).redirectErrorStream(true));
        String output = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, PASSWORD.toCharArray());
        }
        Files.delete(store);
        return new KeyPairFiles(
                pem(
                        directory.resolve("server.pem"),
                        "CERTIFICATE",
                        made.getCertificate("server").getEncoded()),
                pem(
                        directory.resolve("server.key"),
                        "PRIVATE KEY",
                        made.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(Path file, String type, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n")
                .toString();
    }

    TlsConfig config() {
        return new TlsConfig(cert, key, null);
    }
}
