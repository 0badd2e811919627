/** The lab cannot do what was asked; `hint` says the next step. Nothing of the attempt is left running. */
export class LabError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabError';
    this.hint = hint;
  }
}
