package dev.slipway.site.fleet;

import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.SlipwayProperties.Approval;
import org.springframework.stereotype.Component;

/** Whether unknown machines wait for an administrator, as it is set now. */
@Component
class ApprovalRule {
    private final SlipwayProperties properties;

    ApprovalRule(SlipwayProperties properties) {
        this.properties = properties;
    }

    Approval current() {
        return properties.approval();
    }
}
