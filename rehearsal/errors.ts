/** The rehearsal cannot go on; `hint` says the next step. */
export class RehearsalError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'RehearsalError';
    this.hint = hint;
  }
}
