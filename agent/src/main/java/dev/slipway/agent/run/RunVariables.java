package dev.slipway.agent.run;

import dev.slipway.agent.volume.StateVolume;
import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The variables with which a run begins (VAR-2, VAR-4). */
final class RunVariables {
    private RunVariables() {}

    /** What the policy hands out, the run's read-only variables above it. */
    static Variables of(RunPolicy policy, MachineIdentity machine, String machineName) {
        Variables variables = new Variables();
        for (RunPolicy.Variable given : policy.variables()) {
            variables.put(new Variables.Variable(given.name(), given.value(), given.secret()));
        }
        variables.setBuiltIn("_SMSTSPackageID", policy.sequenceId());
        variables.setBuiltIn("_SMSTSPackageName", policy.sequenceName());
        variables.setBuiltIn("_SMSTSAdvertID", policy.deploymentId());
        variables.setBuiltIn("_SMSTSSiteCode", policy.siteCode());
        variables.setBuiltIn("_SMSTSOrgName", policy.organisation());
        variables.setBuiltIn("_SMSTSMachineName", machineName);
        variables.setBuiltIn("_SMSTSLaunchMode", "PXE");
        variables.setBuiltIn("_SMSTSMediaType", "PXE");
        // 2 is a sequence that deploys an operating system, 1 one that does not.
        variables.setBuiltIn("_SMSTSType", "2");
        variables.setBuiltIn("_SMSTSUseSSL", "true");
        variables.setBuiltIn("_SMSTSMake", machine.manufacturer());
        variables.setBuiltIn("_SMSTSModel", machine.model());
        variables.setBuiltIn("_SMSTSSerialNumber", machine.serialNumber());
        variables.setBuiltIn("_SMSTSAssetTag", machine.assetTag());
        variables.setBuiltIn("_SMSTSUUID", machine.smbiosUuid());
        variables.setBuiltIn("_SMSTSMacAddresses", String.join(",", machine.macAddresses()));
        if (variables.get("OSDComputerName").isEmpty()) {
            variables.setBuiltIn("OSDComputerName", machineName);
        }
        return variables;
    }

    /** What is true only until the next restart. */
    static List<Variables.Variable> present(
            Environment environment, MachineIdentity machine, List<String> ipAddresses, Path stateFolder) {
        List<Variables.Variable> present = new ArrayList<>();
        present.add(builtIn("_SMSTSInWinPE", Boolean.toString(environment == Environment.WINPE)));
        present.add(builtIn("_SMSTSBootUEFI", Boolean.toString(machine.firmware() == Firmware.UEFI)));
        present.add(builtIn("_SMSTSIPAddresses", String.join(",", ipAddresses)));
        present.addAll(folders(stateFolder));
        return present;
    }

    /** What changes when the state moves to another volume. */
    static List<Variables.Variable> folders(Path stateFolder) {
        return List.of(
                builtIn("_SMSTSMDataPath", stateFolder.toString()),
                builtIn("_SMSTSLogPath", stateFolder.resolve(StateVolume.LOGS).toString()));
    }

    private static Variables.Variable builtIn(String name, String value) {
        return new Variables.Variable(name, value, false);
    }
}
