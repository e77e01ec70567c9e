package dev.tutti.consumer;

import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import java.util.List;
import java.util.Optional;

/** Checks before the start that the commands and classes in the configuration can be run. */
public final class ConsumerCheck {

    private ConsumerCheck() {}

    /**
     * Looks for the commands on the disk and loads the classes, which takes a moment, but runs none of their code.
     *
     * @throws ConfigurationException for the first that is missing or cannot be used, with one line that names it and
     *     its key, such as {@code consumers[1].exec: "nosuch" is not a command on the PATH}
     */
    public static void check(List<ConsumerConfig> consumers) {
        for (int i = 0; i < consumers.size(); i++) {
            check("consumers[" + i + "].", consumers.get(i).kind());
        }
    }

    private static void check(String path, TaskKind kind) {
        if (kind instanceof TaskKind.Exec exec) {
            refuse(path + "exec", program(exec), ProcessTaskExecutor.problem(exec.command()));
        } else if (kind instanceof TaskKind.UserClass userClass) {
            refuse(path + "class", userClass.name(), TaskClass.problem(userClass.name()));
        }
    }

    /** A program with a space in its name is likely to be a whole command, whose arguments may be passwords. */
    private static String program(TaskKind.Exec exec) {
        String program = exec.command().get(0);
        int space = program.indexOf(' ');
        return space < 0 ? program : program.substring(0, space) + " ***";
    }

    private static void refuse(String key, String value, Optional<String> problem) {
        problem.ifPresent(text -> {
            throw ConfigurationException.of(key, value, text);
        });
    }
}
