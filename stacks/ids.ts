/** Ids of stacks: computed, never looked up. They name Terraform states and stay for ever. */

export const stackId = {
  machines: (cluster: string) => `${cluster}--machines`,
  ownPools: (cluster: string, tenant: string, system: string) => `${cluster}--${tenant}--${system}--machines`,
  crds: (cluster: string) => `${cluster}--crds`,
  operator: (cluster: string, name: string) => `${cluster}--operator-${name}`,
  guardrails: (cluster: string) => `${cluster}--guardrails`,
  services: (cluster: string) => `${cluster}--services`,
  exchange: (cluster: string) => `${cluster}--exchange`,
  vault: (cluster: string) => `${cluster}--vault`,
  tenant: (cluster: string, tenant: string) => `${cluster}--${tenant}`,
  system: (cluster: string, tenant: string, system: string) => `${cluster}--${tenant}--${system}`,
  data: (cluster: string, tenant: string, system: string) => `${cluster}--${tenant}--${system}--data`,
  copies: (vault: string, tenant: string, system: string) => `${vault}--${tenant}--${system}--copies`,
} as const;
