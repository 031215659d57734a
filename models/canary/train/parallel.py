"""Two single-threaded processes, each on half of the rows: faster here than one process with two threads.

Both see the same parameters in shared memory. The trainer alone changes them, while the helper waits.
"""

import os
import threading

import torch
import torch.multiprocessing as multiprocessing


def end_with_parent():
    """An orphan would wait for ever, so a process of ours ends when the trainer is gone."""
    parent = multiprocessing.parent_process()

    def watch():
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def serve(model, work, rows, gradients, loss, start, done):
    end_with_parent()
    torch.set_num_threads(1)
    parameters = list(model.parameters())
    while True:
        share = rows.get()
        start.acquire()
        loss[0] = work(model, share)
        for parameter, gradient in zip(parameters, gradients):
            gradient.zero_() if parameter.grad is None else gradient.copy_(parameter.grad)
            parameter.grad = None
        done.release()


class Helper:
    def __init__(self, model, work):
        context = multiprocessing.get_context("spawn")
        model.share_memory()
        self.parameters = list(model.parameters())
        self.gradients = [torch.zeros_like(parameter).share_memory_() for parameter in self.parameters]
        self.loss = torch.zeros(1).share_memory_()
        self.rows, self.start, self.done = context.Queue(), context.Semaphore(0), context.Semaphore(0)
        self.process = context.Process(target=serve, daemon=True, args=(
            model, work, self.rows, [gradient.detach() for gradient in self.gradients], self.loss, self.start, self.done))
        self.process.start()

    def go(self):
        """The parameters are ready for the next step."""
        self.start.release()

    def join_gradients(self):
        """Adds the helper's gradients to the trainer's own; returns the helper's part of the loss."""
        self.done.acquire()
        for parameter, gradient in zip(self.parameters, self.gradients):
            if parameter.grad is None:
                parameter.grad = gradient.clone()
            else:
                parameter.grad.add_(gradient)
        return self.loss.item()
