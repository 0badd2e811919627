/** Demotion tokens for tests, as the operator writes them. */
export function tokenOf(identifier: string, more: object = {}): string {
  return Buffer.from(JSON.stringify({
    latestCheckpointTimelineID: '3', redoWalFile: '000000030000000000000012', databaseSystemIdentifier: identifier, latestCheckpointREDOLocation: '0/12000028',
    timeOfLatestCheckpoint: 'Sun Nov 22 01:00:00 2026', operatorVersion: '1.30.0', ...more,
  })).toString('base64');
}
