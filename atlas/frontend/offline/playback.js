// Play scenes by themselves, pause while the presenter explores the map, and return to the scene.
(function (Atlas) {
  "use strict";

  /** Seconds that a scene stays, to choose from. */
  Atlas.intervals = [10, 20, 30, 60, 120];

  const DEFAULT_S = 20;
  const LIMITS_S = [3, 600]; // of an interval in a URL

  /** Return the seconds that the query of a URL asks for with `play`; null without it. @param {string} query */
  Atlas.intervalIn = function (query) {
    const parameters = new URLSearchParams(query), seconds = Number(parameters.get("play"));
    if (!parameters.has("play")) return null;
    const [least, most] = LIMITS_S;
    return seconds >= least && seconds <= most ? Math.round(seconds) : DEFAULT_S;
  };

  /**
   * While it plays, the time of a scene ends with the next one. Exploring begins with the first touch of the
   * map; it ends with the next scene, on request, or when the map was left alone for the time of a scene.
   */
  Atlas.Playback = class {
    /** @param {PlaybackEvents} events */
    constructor(events) {
      this.events = events;
      this.isPlaying = false;
      this.isExploring = false;
      this.seconds = DEFAULT_S;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.timer = undefined;
    }

    /** @param {number} seconds */
    play(seconds = this.seconds) {
      this.seconds = seconds;
      this.isPlaying = true;
      this.wait();
    }

    pause() {
      this.isPlaying = false;
      this.wait();
    }

    /** Play or pause; after exploring, play on from the scene. */
    toggle() {
      if (this.isPlaying && !this.isExploring) this.pause();
      else {
        this.isPlaying = true;
        if (this.isExploring) this.events.back();
        else this.wait();
      }
    }

    /** Begin the time of a scene that was just shown. */
    turned() {
      this.isExploring = false;
      this.wait();
    }

    /** The presenter touches the map. */
    touched() {
      this.isExploring = true;
      this.wait();
    }

    /** Stop for good: the presentation ended. */
    stop() {
      this.isPlaying = this.isExploring = false;
      this.wait();
    }

    wait() {
      clearTimeout(this.timer);
      this.timer = this.isPlaying ? setTimeout(() => this.expire(), 1000 * this.seconds) : undefined;
      this.events.changed();
    }

    expire() {
      if (this.isExploring) this.events.back();
      else this.events.next();
    }
  };
})(window.Atlas);
