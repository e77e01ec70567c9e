package dev.tutti.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a JSON object from a file or from the command line. Comments as in Java are allowed, as Vert.x allows them. A
 * missing file and a duplicate key are errors here, while Vert.x's launcher would only warn about them.
 */
public final class ConfigurationFile {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();
    /** The mark of UTF-8 that some editors write before the text. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ConfigurationFile() {}

    /**
     * Reads the value of a command-line option: a JSON object if it begins like JSON, otherwise the path of a file that
     * holds one.
     *
     * @throws ConfigurationException if there is no such file, or the text is no JSON object
     */
    public static JsonObject read(String option, String value) {
        if (value.isBlank()) {
            throw new ConfigurationException(option + ": is empty, expected a JSON object or the name of a JSON file");
        }
        return isText(value) ? parse(option, value) : parse(option + " " + value, text(option, value));
    }

    /** Returns whether the value is JSON itself, and not the name of a file. */
    public static boolean isText(String value) {
        return "{[\"".indexOf(value.stripLeading().charAt(0)) >= 0;
    }

    private static String text(String option, String file) {
        try {
            String text = Files.readString(Path.of(file));
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (InvalidPathException e) {
            String problem = LocaleText.fileNameProblem(file).orElse("is not the name of a file");
            throw new ConfigurationException(option + ": \"" + file + "\" " + problem);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(option + ": \"" + file + "\" does not exist, expected a JSON file");
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(option + ": \"" + file + "\" is not in UTF-8, expected a JSON file");
        } catch (IOException e) {
            String problem = "\" cannot be read (" + e.getMessage() + "), expected a JSON file";
            throw new ConfigurationException(option + ": \"" + file + problem);
        }
    }

    private static JsonObject parse(String source, String text) {
        try (JsonParser parser = STRICT.createParser(text)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return new JsonObject(text);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            // Jackson quotes a word that it does not know, and that may be a password without its quotes.
            String problem = e.getOriginalMessage()
                    .replaceAll(" \\(start marker at .*|\\s*\\R.*", "")
                    .replaceAll("(?s)(Unrecognized token) '.*?'(?=:|$)", "$1");
            throw new ConfigurationException(source + ": line " + line + " is not JSON: " + problem);
        } catch (DecodeException e) {
            throw new ConfigurationException(source + ": holds no JSON object, expected one");
        } catch (IOException e) {
            throw new ConfigurationException(source + ": " + e.getMessage());
        }
    }
}
