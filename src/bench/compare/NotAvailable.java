import java.io.IOException;

/** A server that is not installed, or cannot do what a row asks: the row says so, and the others go on. */
final class NotAvailable extends IOException {

    private static final long serialVersionUID = 1;

    NotAvailable(String message) {
        super(message);
    }
}
