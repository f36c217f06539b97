/** A run whose loss stopped being finite: it has no result. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';

  /** @param kind - whose loss: `training` or `test` @param epoch - 1-based, as is `step` */
  constructor(kind: string, loss: number, epoch: number, step: number) {
    super(
      `Training needs a finite ${kind} loss, got ${loss} in epoch ${epoch}, step ${step}: ` +
        'the run diverged and has no result; look for a learning rate or an activation that overflows',
    );
  }
}
