// The id of a write. It stays the same for as long as it is the same request and nobody knows what became of it, so that a
// double click, or another try after an answer that was lost, is no second write.
import { useState } from 'react';
import { isOutcomeUnknown } from './error';
import { newRequestId } from './ids';

// For a day the server answers an id that it knows with its first answer and changes nothing. Whoever asks for the same after
// a while means it anew.
const keptFor = 10 * 60_000;

export class Intent {
  private of = '';
  private id = '';
  private begun = 0;

  // Another request has another id, and so has the same one after a definite answer.
  async carryOut<R extends { requestId?: string }, A>(
    write: (request: R) => Promise<A>,
    request: Omit<R, 'requestId'>,
  ): Promise<A> {
    const requestId = this.idOf(JSON.stringify(request));
    try {
      const answer = await write({ ...request, requestId } as R);
      this.end(requestId);
      return answer;
    } catch (error) {
      if (!isOutcomeUnknown(error)) this.end(requestId);
      throw error;
    }
  }

  private idOf(request: string): string {
    if (this.of !== request || Date.now() - this.begun > keptFor) {
      this.of = request;
      this.id = newRequestId();
      this.begun = Date.now();
    }
    return this.id;
  }

  private end(id: string): void {
    if (this.id === id) this.of = '';
  }
}

export function useIntent(): Intent {
  return useState(() => new Intent())[0];
}
