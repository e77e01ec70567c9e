import java.util.Locale;

/** A picture of rectangles, lines and words alone, so that whatever shows SVG shows it alike. */
final class Svg {

    static final String BLACK = "#222";
    static final String PALE = "#ddd";

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        text(10, 24, "start", BLACK, title);
    }

    void rectangle(double x, double y, double wide, double high, String colour) {
        String shape = "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>%n";
        shapes.append(String.format(Locale.ROOT, shape, x, y, Math.max(wide, 0), high, colour));
    }

    void line(double x1, double y1, double x2, double y2, String colour, int thickness) {
        String shape = "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-width='%d'/>%n";
        shapes.append(String.format(Locale.ROOT, shape, x1, y1, x2, y2, colour, thickness));
    }

    /** @param anchor what stands at x: the start, the middle or the end */
    void text(double x, double y, String anchor, String colour, String words) {
        String shape = "<text x='%.1f' y='%.1f' text-anchor='%s' fill='%s'>%s</text>%n";
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
        shapes.append(String.format(Locale.ROOT, shape, x, y, anchor, colour, escaped));
    }

    @Override
    public String toString() {
        String head = "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif'"
                + " font-size='12'>%n<rect width='100%%' height='100%%' fill='#fff'/>%n";
        return String.format(head, width, height) + shapes + "</svg>\n";
    }
}
