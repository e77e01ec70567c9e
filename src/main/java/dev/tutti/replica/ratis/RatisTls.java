package dev.tutti.replica.ratis;

import dev.tutti.replica.ReplicaTls;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.security.TlsConf;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;

/** TLS between the nodes, as Ratis wants it: each side of a connection has to show a certificate. */
final class RatisTls {

    private static final String VERSION = "TLSv1.3";

    private RatisTls() {}

    /** @param tls null for none */
    static Parameters of(ReplicaTls tls) {
        Parameters parameters = new Parameters();
        if (tls != null) {
            TlsConf.Builder builder = GrpcTlsConfig.newBuilder()
                    .setKeyCertificates(new TlsConf.CertificatesConf(tls.cert().toFile()))
                    .setPrivateKey(new TlsConf.PrivateKeyConf(tls.key().toFile()))
                    .setTrustCertificates(new TlsConf.CertificatesConf(tls.ca().toFile()))
                    .setMutualTls(true);
            // Java's own needs no native library.
            GrpcTlsConfig config = (GrpcTlsConfig) builder.setSslProvider(SslProvider.JDK)
                    .setProtocols(VERSION)
                    .build();
            GrpcConfigKeys.TLS.setConf(parameters, config);
        }
        return parameters;
    }
}
