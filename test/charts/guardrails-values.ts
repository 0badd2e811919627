/** Values of the chart guardrails that its tests share. */
export const guardrails = {
  labels: { 'ndc.example/platform': 'guardrails' },
  labelDomain: 'ndc.example',
  registryPrefix: 'registry.ndc.example/images',
  identities: {
    platform: { users: ['system:serviceaccount:ndc-runner:apply'], groups: ['ndc:platform'] },
    operators: { users: [], groups: ['system:serviceaccounts:cnpg-system'] },
    breakGlass: { users: [], groups: ['ndc:break-glass'] },
  },
  storageClasses: { '1': ['standard'], '2': ['standard'], '3': ['standard'], '4': ['encrypted'], '5': ['encrypted'] },
  accepts: [{ name: 'scrape', direction: 'ingress', subject: { namespaceSelector: { matchLabels: { 'ndc.example/zone': 'data' }, matchExpressions: [{ key: 'ndc.example/tenant', operator: 'Exists' }] }, podSelector: {} }, peer: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ndc-monitoring' } }, podSelector: { matchLabels: { app: 'scraper' } } }, ports: [{ port: 9187, protocol: 'TCP' }] }],
  addresses: { internet: { v4: ['8.0.0.0/7', '11.0.0.0/8'], v6: ['2000::/3'] }, controlPlane: { v4: ['10.20.0.10/32'], v6: ['fd00:20::10/128'] }, nodes: { v4: ['10.20.0.0/24'], v6: ['fd00:20::/64'] } },
};

/** The labels of a mark such as `0a3ff`. */
export function marked(mark: string): Record<string, string> {
  return Object.fromEntries(mark.split('').map((digit, position) => [`ndc.example/mark-${position}`, digit]));
}
