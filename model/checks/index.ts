/** The list of all checks. The order has no meaning: findings are sorted. */
import type { AnyCheck } from './check.ts';
import { addressOutsideRange } from './address-outside-range.ts';
import { approverWithoutRight } from './approvers.ts';
import { cidrOutsideSite } from './cidr-outside-site.ts';
import { cidrOverlap } from './cidr-overlap.ts';
import { cycle } from './cycle.ts';
import { databaseOfOtherSystem } from './database-of-other-system.ts';
import { duplicateAddress } from './duplicate-address.ts';
import { duplicateHostName } from './duplicate-host-name.ts';
import { duplicateId } from './duplicate-id.ts';
import { effectiveDateLag } from './effective-date-lag.ts';
import { evidenceAdministration } from './evidence-administration.ts';
import { expiredEvidence, expiredException, expiredOffer, expiredPartnerAccess, expiredUse } from './expired.ts';
import { foreignHostName } from './foreign-host-name.ts';
import { foreignTenant } from './foreign-tenant.ts';
import { grantWithoutRequest } from './grant-without-request.ts';
import { idFileName } from './id-file-name.ts';
import { missingAddressPlan } from './missing-address-plan.ts';
import { missingModeline } from './missing-modeline.ts';
import { missingTenantFile } from './missing-tenant-file.ts';
import { offerUseMismatch } from './offer-use-mismatch.ts';
import { pendingSystem } from './pending-system.ts';
import { requestBeyondGrant } from './request-beyond-grant.ts';
import { reservedId } from './reserved-id.ts';
import { reversedPeriod } from './reversed-period.ts';
import { unknownReference } from './unknown-reference.ts';
import { unused } from './unused.ts';
import { endsSoon, startsSoon } from './upcoming.ts';
import { useWithoutConnection } from './use-without-connection.ts';
import { wrongAddressFamily } from './wrong-address-family.ts';
import { admissionException } from './admission-exception.ts';
import { apartDevices } from './apart-devices.ts';
import { apartSupport } from './apart-support.ts';
import { backupLockWindow } from './backup-lock-window.ts';
import { backupProtection } from './backup-protection.ts';
import { backupSchedule } from './backup-schedule.ts';
import { bucketLock } from './bucket-lock.ts';
import { capacity } from './capacity.ts';
import { capacitySiteLoss } from './capacity-site-loss.ts';
import { clusterDomains } from './cluster-domains.ts';
import { clusterRoles } from './cluster-roles.ts';
import { clusterVersions } from './cluster-versions.ts';
import { componentZone } from './component-zone.ts';
import { controlPlaneQuorum } from './control-plane-quorum.ts';
import { controllerLevel } from './controller-level.ts';
import { decidedLevel } from './decided-level.ts';
import { deviceStandby } from './device-standby.ts';
import { drPlacement } from './dr-placement.ts';
import { drRing } from './dr-ring.ts';
import { drillInterval } from './drill-interval.ts';
import { environmentPlacement } from './environment-placement.ts';
import { instanceTooLarge } from './instance-too-large.ts';
import { instancesSpread } from './instances-spread.ts';
import { internetDirections } from './internet-directions.ts';
import { levelBelowCriterion } from './level-below-criterion.ts';
import { levelPlacement } from './level-placement.ts';
import { limits } from './limits.ts';
import { logRetention } from './log-retention.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { missingController } from './missing-controller.ts';
import { missingEvidence } from './missing-evidence.ts';
import { missingOperator } from './missing-operator.ts';
import { missingProtectionLayer } from './missing-protection-layer.ts';
import { missingZones } from './missing-zones.ts';
import { objectivesDiffer } from './objectives-differ.ts';
import { onPremisesHosted } from './on-premises-hosted.ts';
import { personalDataContradicted } from './personal-data-contradicted.ts';
import { plannedSiteUsed } from './planned-site-used.ts';
import { powerFeeds } from './power-feeds.ts';
import { replicasContradicted } from './replicas-contradicted.ts';
import { rpoContradicted } from './rpo-contradicted.ts';
import { rtoContradicted } from './rto-contradicted.ts';
import { secondSite } from './second-site.ts';
import { singleInstance } from './single-instance.ts';
import { siteLinks } from './site-links.ts';
import { siteLossContradicted } from './site-loss-contradicted.ts';
import { siteLossSurvival } from './site-loss-survival.ts';
import { switchOver } from './switch-over.ts';
import { tslcdAccess } from './tslcd-access.ts';
import { uplinkChannels } from './uplink-channels.ts';
import { uplinkPeak } from './uplink-peak.ts';
import { vaultCapacity } from './vault-capacity.ts';
import { vaultPlacement } from './vault-placement.ts';
import { vaultReach } from './vault-reach.ts';
import { versionSupportUnknown } from './version-support-unknown.ts';

/** Names, references, addresses, agreements, grants. */
const references: readonly AnyCheck[] = [
  addressOutsideRange,
  approverWithoutRight,
  cidrOutsideSite,
  cidrOverlap,
  cycle,
  databaseOfOtherSystem,
  duplicateAddress,
  duplicateHostName,
  duplicateId,
  effectiveDateLag,
  evidenceAdministration, expiredEvidence,
  expiredException,
  expiredOffer,
  expiredPartnerAccess,
  expiredUse,
  foreignHostName,
  foreignTenant,
  grantWithoutRequest,
  idFileName,
  missingAddressPlan,
  missingModeline,
  missingTenantFile,
  offerUseMismatch,
  pendingSystem,
  requestBeyondGrant,
  reservedId,
  reversedPeriod,
  unknownReference,
  unused,
  endsSoon,
  startsSoon,
  useWithoutConnection,
  wrongAddressFamily,
];

/** Placement, capacity, levels, backup, networks, limits, protection, controllers, devices. */
const operation: readonly AnyCheck[] = [
  admissionException, apartDevices, apartSupport, backupLockWindow, backupProtection, backupSchedule, bucketLock, capacity, capacitySiteLoss, clusterDomains, clusterRoles,
  clusterVersions, componentZone, controlPlaneQuorum, controllerLevel, decidedLevel, deviceStandby, drPlacement, drRing, drillInterval,
  environmentPlacement, instanceTooLarge, instancesSpread, internetDirections, levelBelowCriterion, levelPlacement, limits, logRetention, maintenanceWindow, missingController,
  missingEvidence, missingOperator, missingProtectionLayer, missingZones, objectivesDiffer, onPremisesHosted, personalDataContradicted, plannedSiteUsed, powerFeeds,
  replicasContradicted, rpoContradicted, rtoContradicted, secondSite, singleInstance, siteLinks, siteLossContradicted, siteLossSurvival, switchOver, tslcdAccess, uplinkChannels, uplinkPeak,
  vaultCapacity, vaultPlacement, vaultReach, versionSupportUnknown,
];

export const checks: readonly AnyCheck[] = [...references, ...operation];
