import java.io.IOException;
import java.util.List;

/** What is done with one server in a round. */
interface Trial {

    /** So many seconds of each thing that is measured. */
    List<Measure> round(Servers servers, double seconds) throws IOException, InterruptedException;
}
