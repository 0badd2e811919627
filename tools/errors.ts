/** A text for people in both languages of the product. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/**
 * Something outside the project is missing or failed (a program, the network, a build). `text` says what and what
 * to do next; commands print it without a stack trace and end with status 2.
 */
export class ToolError extends Error {
  readonly text: Text;

  constructor(text: Text, options?: ErrorOptions) {
    super(text.en, options);
    this.name = 'ToolError';
    this.text = text;
  }
}
