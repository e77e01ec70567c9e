package dev.tutti.consumer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Optional;

/** Finds and instantiates the user's {@link Task} or {@link ContextTask} class that the configuration names. */
final class TaskClass {

    private static final String INTERFACES = Task.class.getName() + " or " + ContextTask.class.getSimpleName();

    private TaskClass() {}

    /**
     * The reason why the class cannot be used as a task, if it cannot. It must be public and concrete, implement one of
     * the two interfaces and have a public constructor without arguments. The text is to follow the class's name. Loads
     * the class and runs none of its code.
     */
    static Optional<String> problem(String name) {
        try {
            Class<?> found = find(name);
            if (!ContextTask.class.isAssignableFrom(found)) {
                return Optional.of("does not implement " + INTERFACES);
            }
            if (!Modifier.isPublic(found.getModifiers()) || Modifier.isAbstract(found.getModifiers())) {
                return Optional.of("is not a public class that objects can be made of");
            }
            found.getConstructor();
            return Optional.empty();
        } catch (ClassNotFoundException missing) {
            return Optional.of("is not on the class path, expected a class in lib/*.jar that implements " + INTERFACES);
        } catch (NoSuchMethodException missing) {
            return Optional.of("has no public constructor without arguments");
        } catch (LinkageError broken) {
            return Optional.of("cannot be loaded: " + broken);
        }
    }

    /**
     * Creates the object that a consumer instance uses.
     *
     * @throws IllegalArgumentException with one line that names the class, if it has a {@link #problem} or its
     *     constructor throws
     */
    static ContextTask create(String name) {
        problem(name).ifPresent(problem -> {
            throw new IllegalArgumentException("class \"" + name + "\" " + problem);
        });
        try {
            return find(name).asSubclass(ContextTask.class).getConstructor().newInstance();
        } catch (InvocationTargetException thrown) {
            throw failed(name, thrown.getCause());
        } catch (ReflectiveOperationException | LinkageError broken) {
            throw failed(name, broken);
        }
    }

    private static Class<?> find(String name) throws ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, false, context != null ? context : TaskClass.class.getClassLoader());
    }

    private static IllegalArgumentException failed(String name, Throwable cause) {
        return new IllegalArgumentException("class \"" + name + "\": its constructor failed: " + cause, cause);
    }
}
