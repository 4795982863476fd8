package dev.slipway.site.library.application;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** One of the rules by which a machine sees whether an application is installed; all rules of a deployment type must hold. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Detection.Command.class, name = "command"),
    @JsonSubTypes.Type(value = Detection.FilePresent.class, name = "file"),
    @JsonSubTypes.Type(value = Detection.RegistryValue.class, name = "registry")
})
public sealed interface Detection {

    /** Throws when a field is missing or wrong. @param at where it stands in the request */
    void check(String at);

    /** In words, for lists. */
    String summary();

    /** How a value that is found is compared with the wanted one. */
    enum Comparison {
        EXISTS,
        EQUAL,
        AT_LEAST
    }

    /** @param exitCode with which the command ends when it is installed */
    record Command(String commandLine, int exitCode) implements Detection {
        @JsonCreator
        static Command of(
                @JsonProperty("commandLine") @Nullable String commandLine,
                @JsonProperty("exitCode") @Nullable Integer exitCode) {
            return new Command(text(commandLine), exitCode == null ? 0 : exitCode);
        }

        @Override
        public void check(String at) {
            new Input(at).required("commandLine", commandLine, Input.COMMAND);
        }

        @Override
        public String summary() {
            return "Command \"" + commandLine + "\" ends with " + exitCode;
        }
    }

    /**
     * A file or folder.
     *
     * @param version compared with the file's version; only where the comparison is not EXISTS
     */
    record FilePresent(String path, boolean folder, Comparison comparison, String version) implements Detection {
        @JsonCreator
        static FilePresent of(
                @JsonProperty("path") @Nullable String path,
                @JsonProperty("folder") @Nullable Boolean folder,
                @JsonProperty("comparison") @Nullable Comparison comparison,
                @JsonProperty("version") @Nullable String version) {
            return new FilePresent(text(path), Boolean.TRUE.equals(folder), orExists(comparison), text(version));
        }

        @Override
        public void check(String at) {
            Input input = new Input(at);
            input.required("path", path, Input.PATH);
            input.comparison(comparison, "version", version);
            input.refuse(
                    folder && comparison != Comparison.EXISTS,
                    "comparison",
                    "A folder has no version; it exists or not.");
        }

        @Override
        public String summary() {
            return (folder ? "Folder " : "File ") + path + Input.words(comparison, version, " has version ");
        }
    }

    /**
     * A value of the registry, on Windows.
     *
     * @param hive {@code HKLM} or {@code HKCU}
     * @param valueName empty: the key's default value
     */
    record RegistryValue(String hive, String key, String valueName, Comparison comparison, String data)
            implements Detection {
        @JsonCreator
        static RegistryValue of(
                @JsonProperty("hive") @Nullable String hive,
                @JsonProperty("key") @Nullable String key,
                @JsonProperty("valueName") @Nullable String valueName,
                @JsonProperty("comparison") @Nullable Comparison comparison,
                @JsonProperty("data") @Nullable String data) {
            return new RegistryValue(text(hive), text(key), text(valueName), orExists(comparison), text(data));
        }

        @Override
        public void check(String at) {
            Input input = new Input(at);
            input.refuse(!"HKLM".equals(hive) && !"HKCU".equals(hive), "hive", "HKLM or HKCU.");
            input.required("key", key, Input.PATH);
            input.comparison(comparison, "data", data);
        }

        @Override
        public String summary() {
            String name = valueName.isEmpty() ? "(default)" : valueName;
            return "Registry " + hive + "\\" + key + ", value " + name + Input.words(comparison, data, " is ");
        }
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    private static Comparison orExists(@Nullable Comparison given) {
        return given == null ? Comparison.EXISTS : given;
    }
}
