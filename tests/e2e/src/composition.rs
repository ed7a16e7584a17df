//! Typing Japanese the way an input method does: a reading that is converted, confirmed, then sent.

use anyhow::Result;
use serde_json::json;

use crate::browser::Browser;

/// The key code that browsers report for every key while an input method is working.
const BUSY: u32 = 229;

impl Browser {
    /// Types a reading that is not confirmed yet: the field shows it underlined.
    pub async fn compose(&self, reading: &str) -> Result<()> {
        let end = reading.encode_utf16().count();
        let composition = json!({"text": reading, "selectionStart": end, "selectionEnd": end});
        self.chrome("Input.imeSetComposition", composition).await?;
        Ok(())
    }

    /// Presses Enter as a person does to confirm a conversion; it must not send anything.
    pub async fn press_enter_in_composition(&self) -> Result<()> {
        for event in ["rawKeyDown", "keyUp"] {
            let key = json!({"type": event, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": BUSY});
            self.chrome("Input.dispatchKeyEvent", key).await?;
        }
        Ok(())
    }

    /// Confirms the conversion: the text replaces the reading.
    pub async fn confirm(&self, text: &str) -> Result<()> {
        self.chrome("Input.insertText", json!({"text": text})).await?;
        Ok(())
    }
}
