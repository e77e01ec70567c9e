package dev.tutti.command;

/**
 * Who holds what and who waits for it, asked of every owner; answered with {@link Reply.Standings}.
 *
 * @param name of the things to tell about, or null for all
 * @param contended whether to tell only about what somebody waits for
 */
public record ContentionQuery(String name, boolean contended) implements Command {

    @Override
    public Family family() {
        return Family.SURVEY;
    }
}
