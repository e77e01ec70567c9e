/** A program that does nothing: what the start of Java itself takes. */
final class Empty {

    private Empty() {}

    public static void main(String[] args) {}
}
