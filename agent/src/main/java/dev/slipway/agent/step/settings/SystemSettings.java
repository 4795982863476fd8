package dev.slipway.agent.step.settings;

import dev.slipway.agent.step.StepValues;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;

/**
 * What Apply Windows Settings asks for; texts are empty where it asks for nothing.
 *
 * @param randomAdministratorPassword the built-in administrator gets a password that nobody knows and cannot log on
 */
record SystemSettings(
        String computerName,
        String registeredUser,
        String registeredOrganisation,
        String productKey,
        String timeZone,
        boolean randomAdministratorPassword,
        String administratorPassword,
        String inputLocale,
        String systemLocale,
        String uiLanguage,
        String uiLanguageFallback,
        String userLocale) {
    private static final int MAX_TEXT = 255;

    static SystemSettings read(StepContext context) throws StepFailedException {
        StepValues values = new StepValues(context);
        String name = values.text("OSDComputerName");
        return new SystemSettings(
                name.isEmpty() ? context.variables().value("_SMSTSMachineName") : name,
                limited(values, "OSDRegisteredUserName"),
                limited(values, "OSDRegisteredOrgName"),
                values.text("OSDProductKey"),
                values.text("OSDTimeZone"),
                values.flag("OSDRandomAdminPassword"),
                password(context),
                values.text("OSDWindowsSettingsInputLocale"),
                values.text("OSDWindowsSettingsSystemLocale"),
                values.text("OSDWindowsSettingsUILanguage"),
                values.text("OSDWindowsSettingsUILanguageFallback"),
                values.text("OSDWindowsSettingsUserLocale"));
    }

    /** Spaces at its ends belong to a password. */
    private static String password(StepContext context) throws StepFailedException {
        String password = context.property("OSDLocalAdminPassword");
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new StepFailedException(
                    "administrator-password", "OSDLocalAdminPassword has control characters. Choose another password.");
        }
        return password;
    }

    private static String limited(StepValues values, String name) throws StepFailedException {
        String text = values.text(name);
        if (text.length() > MAX_TEXT) {
            throw new StepFailedException("step-value", name + " is longer than " + MAX_TEXT + " characters.");
        }
        return text;
    }

    @Override
    public String toString() {
        return "SystemSettings[" + computerName + "]";
    }
}
