package dev.slipway.agent.step.settings;

import dev.slipway.sequence.StepFailedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Writes settings into an answer file, each into the pass and component that Windows' documentation names for it. */
final class WindowsSettings {
    private static final String SHELL = "Microsoft-Windows-Shell-Setup";
    private static final String INTERNATIONAL = "Microsoft-Windows-International-Core";
    private static final String SPECIALIZE = "specialize";
    private static final String OOBE = "oobeSystem";

    /** NetBIOS: 15 characters, none of those that have a meaning in names. */
    private static final Pattern COMPUTER_NAME = Pattern.compile("(?!\\d+$)[^\\\\/:*?\"<>|{}\\s.,~!@#$%^&'()]{1,15}");

    private static final int RANDOM_PASSWORD_BYTES = 24;

    private WindowsSettings() {}

    static void write(SystemSettings settings, AnswerFile answers) throws StepFailedException {
        if (!settings.computerName().isEmpty()) {
            answers.set(SPECIALIZE, SHELL, List.of("ComputerName"), computerName(settings.computerName()));
        }
        answers.set(SPECIALIZE, SHELL, List.of("ProductKey"), settings.productKey());
        answers.set(SPECIALIZE, SHELL, List.of("RegisteredOwner"), settings.registeredUser());
        answers.set(SPECIALIZE, SHELL, List.of("RegisteredOrganization"), settings.registeredOrganisation());
        String zone = timeZone(settings.timeZone());
        answers.set(SPECIALIZE, SHELL, List.of("TimeZone"), zone);
        answers.set(OOBE, SHELL, List.of("RegisteredOwner"), settings.registeredUser());
        answers.set(OOBE, SHELL, List.of("RegisteredOrganization"), settings.registeredOrganisation());
        answers.set(OOBE, SHELL, List.of("TimeZone"), zone);
        answers.set(OOBE, INTERNATIONAL, List.of("InputLocale"), settings.inputLocale());
        answers.set(OOBE, INTERNATIONAL, List.of("SystemLocale"), settings.systemLocale());
        answers.set(OOBE, INTERNATIONAL, List.of("UILanguage"), settings.uiLanguage());
        answers.set(OOBE, INTERNATIONAL, List.of("UILanguageFallback"), settings.uiLanguageFallback());
        answers.set(OOBE, INTERNATIONAL, List.of("UserLocale"), settings.userLocale());
        administrator(settings, answers);
    }

    private static String computerName(String name) throws StepFailedException {
        if (!COMPUTER_NAME.matcher(name).matches()) {
            throw new StepFailedException(
                    "computer-name",
                    "'" + name
                            + "' cannot be a Windows computer's name: 1 to 15 characters, not only digits, none of the"
                            + " signs that have a meaning in names. Set OSDComputerName.");
        }
        return name;
    }

    private static String timeZone(String name) throws StepFailedException {
        if (name.isEmpty()) {
            return "";
        }
        return TimeZones.windows(name)
                .orElseThrow(() -> new StepFailedException(
                        "time-zone", "'" + name + "' is no time zone that Windows knows. Correct OSDTimeZone."));
    }

    private static void administrator(SystemSettings settings, AnswerFile answers) {
        String password = settings.administratorPassword();
        if (settings.randomAdministratorPassword()) {
            byte[] random = new byte[RANDOM_PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            password = Base64.getEncoder().encodeToString(random) + "aA1!";
            answers.runSynchronously(
                    SPECIALIZE, "Disable the built-in administrator", "net user Administrator /active:no");
        }
        if (!password.isEmpty()) {
            // Windows' own way to keep a password from being read at a glance: the element's name appended, Base64 of
            // UTF-16.
            String hidden = Base64.getEncoder()
                    .encodeToString((password + "AdministratorPassword").getBytes(StandardCharsets.UTF_16LE));
            answers.set(OOBE, SHELL, List.of("UserAccounts", "AdministratorPassword", "Value"), hidden);
            answers.set(OOBE, SHELL, List.of("UserAccounts", "AdministratorPassword", "PlainText"), "false");
        }
    }
}
